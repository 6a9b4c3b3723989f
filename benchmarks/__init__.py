"""What the README's figures come from; each module runs by itself."""
