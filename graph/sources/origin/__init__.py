"""Whose words a page has: critic, publication and date, from by-lines, mastheads and furniture."""
