"""From articles to ranked passages."""
