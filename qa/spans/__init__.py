"""The span reader: a small bilingual transformer that finds the answer inside a passage."""
