"""What people decide: links and trust in sources, the questions that are open, and why two are one."""
