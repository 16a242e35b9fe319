"""`python -m lwm2m_codec` is the console command."""

import sys

from ._command import main

sys.exit(main())
