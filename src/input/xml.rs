//! XML inside workbooks and documents.

use quick_xml::events::BytesRef;

/// What an entity stands for, appended to `text`.
pub(super) fn put_entity(entity: &BytesRef<'_>, text: &mut String) {
    match entity.resolve_char_ref() {
        Ok(Some(c)) => text.push(c),
        _ => {
            text.push_str(quick_xml::escape::resolve_predefined_entity(entity).unwrap_or_default())
        }
    }
}
