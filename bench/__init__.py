"""What a build costs, beside Hugo on the same papers. What is measured runs as a program of its own, never inside."""
