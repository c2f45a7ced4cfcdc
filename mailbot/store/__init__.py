"""What we remember. The only room with SQL; rows never leave it, frozen values do."""
