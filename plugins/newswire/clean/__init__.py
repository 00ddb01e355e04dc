"""Clean: characters, wire furniture, language, fingerprints and duplicates. Pure: text in, records out."""
