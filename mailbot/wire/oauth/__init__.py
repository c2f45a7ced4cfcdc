"""Access tokens for mail servers: asked of a provider, kept while they are good, renewed ahead (RFC 6749)."""
