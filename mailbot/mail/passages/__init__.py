"""What the author newly wrote, and what is quoted, forwarded, signed or standing words."""
