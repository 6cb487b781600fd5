"""gallery-dl, led to the fakes: any of its sites, any of its words.

python -m tests.witnesses.run_gallery_dl -j [-o KEY=VALUE]… URL…     one message a line
python -m tests.witnesses.run_gallery_dl -q -D FOLDER URL…           straight files

A message is `[2, post]`, `[3, address of a file, its metadata]` or `[6, address of a list, …]`.
The person's own settings, cookies and caches are left alone; it neither waits nor tries again.
"""

import sys

import gallery_dl

from tests.witnesses.leading import lead_everywhere

OPTIONS = (
    "cache.file=:memory:",
    "output.jsonl=true",
    "output.ascii=false",
    "extractor.sleep-request=0",
    "extractor.sleep-429=0",
    "extractor.retries=0",
    "extractor.proxy-env=false",
)


def main(words):
    """Run it as its own command line does; return what it exits with."""
    lead_everywhere()
    ours = [word for option in OPTIONS for word in ("-o", option)]
    sys.argv = ["gallery-dl", "--config-ignore", "--no-input", "--no-colors", *ours, *words]
    return gallery_dl.main()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
