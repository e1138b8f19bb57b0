"""A page of one review: its headings, its body, what stands before, between and after."""
