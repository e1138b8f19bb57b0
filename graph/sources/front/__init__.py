"""Front matter of static sites: its forms, its keys and what they mean."""
