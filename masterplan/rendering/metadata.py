"""The document's metadata, twice as PDF wants it: information dictionary and XMP."""

from datetime import datetime
from xml.sax.saxutils import escape

from masterplan.rendering.imprint import Imprint
from masterplan.rendering.writer import Writer, text_string

PRODUCER = "smartplan"

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
{properties}
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>
"""


def add_metadata(writer: Writer, imprint: Imprint) -> tuple[bytes, bytes]:
    """Title, author, subject, keywords, language and, only when given, the date. Returns what the
    catalog says of them, and the reference of the information dictionary."""
    info = {"Title": imprint.title, "Author": imprint.author, "Subject": imprint.subject}
    info |= {"Keywords": ", ".join(imprint.keywords), "Producer": PRODUCER}
    if imprint.created:
        info["CreationDate"] = _pdf_date(imprint.created)
    given = [b"/%s %s" % (key.encode(), text_string(text)) for key, text in info.items() if text]
    xmp = writer.add_stream(_xmp(imprint).encode(), b"/Type/Metadata/Subtype/XML", packed=False)
    language = text_string(imprint.language)
    catalog = b"/Metadata %s/Lang %s/ViewerPreferences<</DisplayDocTitle true>>" % (xmp, language)
    return catalog, writer.add(b"<<%s>>" % b"".join(given))


def _xmp(imprint: Imprint) -> str:
    title, subject = escape(imprint.title), escape(imprint.subject)
    properties = [
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>',
        f"<dc:language><rdf:Bag><rdf:li>{escape(imprint.language)}</rdf:li></rdf:Bag></dc:language>",
        f"<pdf:Producer>{PRODUCER}</pdf:Producer>",
    ]
    if imprint.author:
        author = escape(imprint.author)
        properties.append(f"<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>")
    if subject:
        properties.append(
            "<dc:description><rdf:Alt>"
            f'<rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>'
        )
    if imprint.keywords:
        properties.append(f"<pdf:Keywords>{escape(', '.join(imprint.keywords))}</pdf:Keywords>")
    if imprint.created:
        date = imprint.created.isoformat(timespec="seconds")
        properties.append(f"<xmp:CreateDate>{date}</xmp:CreateDate>")
    return _XMP.format(properties="\n".join(properties))


def _pdf_date(moment: datetime) -> str:
    offset = moment.strftime("%z") or "+0000"
    return f"D:{moment:%Y%m%d%H%M%S}{offset[:3]}'{offset[3:5]}'"
