//! What the library has embedded, where it is being made.

use std::sync::LazyLock;

/// The shipped plan.
pub(crate) const SHIPPED_TOML: &str = include_str!("../../taxonomy.toml");

/// Not made yet.
pub(crate) static PLAN: &[u8] = &[];
/// Not made yet.
pub(crate) static TERMS: &[u8] = &[];
/// Not made yet.
pub(crate) static CUES: &[u8] = &[];

/// Simplified form of every character of the basic Han block, from the dictionary of `character_converter`.
pub(crate) static SIMPLIFIED: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let simplified = |code: u16| -> u16 {
        let original = char::from_u32(code.into()).expect("the Han block has no surrogates");
        let mut buffer = [0; 4];
        let text =
            character_converter::traditional_to_simplified(original.encode_utf8(&mut buffer));
        let mut chars = text.chars();
        match (chars.next(), chars.next()) {
            (Some(one), None) => u16::try_from(u32::from(one)).unwrap_or(code),
            _ => code,
        }
    };
    (0x4E00..=0x9FFF)
        .flat_map(|code| simplified(code).to_le_bytes())
        .collect()
});
