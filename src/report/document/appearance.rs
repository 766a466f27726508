//! What all formats of a report have in common beside its words.

/// What made the report.
pub(super) const TOOL: &str = concat!("planfit ", env!("CARGO_PKG_VERSION"));

/// The colour of a score on paper, as six hexadecimal digits, and whether letters on it are to be white.
pub(super) fn scale_colour(score: crate::fit::Score) -> (&'static str, bool) {
    const SCALE: [&str; 10] = [
        "EEF4F3", "DCEBE9", "C3DFDB", "A3CFC9", "80BCB6", "5FA8A3", "43938F", "2C7D7C", "1A696C",
        "0B5158",
    ];
    let step = usize::from(score.tenths() / 100).min(9);
    (SCALE[step], step >= 6)
}
