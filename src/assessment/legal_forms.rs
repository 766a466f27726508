//! Legal forms at the end of names of companies in English texts.

/// As texts write them, without a full stop.
pub(super) const LEGAL_FORMS: [&str; 11] = [
    "Limited",
    "Ltd",
    "Inc",
    "Corp",
    "Corporation",
    "LLC",
    "GmbH",
    "Co",
    "Pvt",
    "Pte",
    "Private",
];

/// Legal forms that are abbreviations of other things too: a PLC is a controller.
pub(super) const IN_CAPITALS: [&str; 5] = ["PLC", "AG", "SA", "NV", "SE"];

/// Whether a word is one of [`LEGAL_FORMS`].
pub(super) fn is_legal_form(word: &str) -> bool {
    LEGAL_FORMS.contains(&word)
}
