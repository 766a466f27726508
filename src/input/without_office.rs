//! DOCX and PDF where the library is built without `documents`: told of, not read.

const WITHOUT: &str = "this build of planfit lacks the feature `documents`";

/// An error if the archive may be a document.
pub(super) fn docx(bytes: &[u8]) -> Option<Result<String, String>> {
    let is_document = bytes.windows(5).any(|part| part == b"word/");
    is_document.then(|| Err(WITHOUT.to_owned()))
}

pub(super) fn pdf(_: &[u8]) -> Result<String, String> {
    Err(WITHOUT.to_owned())
}
