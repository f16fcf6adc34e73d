"""The content security policy: one for all pages, else instant navigation would meet that of another page."""

import base64
import hashlib
import json

from selectolax.lexbor import LexborHTMLParser

from course.publishing.site import Site, StepError, read

# Firefox fetches the next page ahead, and takes the default as the rule for that; hence not 'none'.
POLICY = (
    "default-src 'self'; script-src 'self' {hashes}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'none'; media-src 'none'; object-src 'none'; "
    "frame-src 'none'; base-uri 'self'; form-action 'self'"
)
# Files of others. Where search cannot use a worker, one of them writes a script into a frame, and notes its hash here.
MANIFEST = "assets/vendored.json"


def source_of(script: str) -> str:
    """The source by which a policy allows an inline script."""
    return f"sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}"


def frame_sources(site: Site) -> set[str]:
    """The sources of scripts that files of others write into frames. Raises StepError for a broken manifest."""
    manifest = site.root / MANIFEST
    if not manifest.exists():
        return set()
    try:
        listed = json.loads(read(manifest))
        there = [entry for entry in listed if (manifest.parent / entry["file"]).exists()]
        return {entry["frame"] for entry in there if "frame" in entry}
    except (ValueError, TypeError, KeyError):
        raise StepError(f"docs/{MANIFEST}: is not a list of files; run scripts/vendor") from None


def make(site: Site) -> None:
    """Allow the inline scripts of all pages, and nothing from elsewhere."""
    sources = {source_of(script) for script in site.inline_scripts} | frame_sources(site)
    site.policy = POLICY.format(hashes=" ".join(f"'{source}'" for source in sorted(sources)))


def add(tree: LexborHTMLParser, folder: str, site: Site) -> None:
    """Put the policy before all that it rules. Raises StepError for a page without a head."""
    if tree.head is None:
        raise StepError(f"a page in {folder or 'the root'} has no head; it cannot carry the policy")
    meta = tree.create_node("meta")
    meta.attrs["http-equiv"], meta.attrs["content"] = "Content-Security-Policy", site.policy
    first = tree.head.first_child
    if first is None:
        tree.head.insert_child(meta)
    else:
        first.insert_before(meta)
