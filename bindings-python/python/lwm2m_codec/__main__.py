"""`python -m lwm2m_codec` is the console command."""

import sys

from ._command import main

if __name__ == "__main__":
    sys.exit(main())
