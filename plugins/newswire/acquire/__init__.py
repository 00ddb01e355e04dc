"""Acquire: fetch politely, archive the bytes, parse every format to one record."""
