"""``python -m newswire``."""

from newswire.cli import main

if __name__ == "__main__":
    main()
