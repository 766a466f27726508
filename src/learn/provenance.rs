//! Where a learned file comes from: its inputs with their hashes, and the figures of cross-validation, as a file to stand
//! beside it.

use super::figures::Figures;
use super::inputs::Inputs;
use crate::error::{Error, Result};
use crate::text::hex;
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// What is written beside a learned file, as TOML: the date, the SHA-256 of the file, every input by its name in the manifest
/// with its own, and the figures of each group of sources on companies left out of learning. The command and the settings are not
/// written.
///
/// # Errors
/// An input cannot be read.
pub fn provenance(
    inputs: &Inputs,
    learned: &[u8],
    date: &str,
    figures: &[Figures],
) -> Result<String> {
    let mut text = String::from(
        "# Written by `planfit learn`: where the learned file beside it comes from.\n\n",
    );
    let _ = writeln!(
        text,
        "date = \"{date}\"\nsha256 = \"{}\"\n\n[inputs]",
        hex(&Sha256::digest(learned))
    );
    for (name, path) in inputs.files()? {
        let bytes = std::fs::read(&path).map_err(|error| Error::io(&path, &error))?;
        let _ = writeln!(text, "\"{name}\" = \"{}\"", hex(&Sha256::digest(&bytes)));
    }
    text.push_str("\n# Companies left out of learning, five parts in turn. The README has the figures by which to judge.\n");
    for group in figures {
        let _ = writeln!(
            text,
            "[[left_out]]\ngroup = \"{}\"\nin_scope = {}\nhit_at_1 = {:.3}\nhit_at_3 = {:.3}\nndcg_at_5 = {:.3}\nauroc = {:.3}\nbest_f1 = {:.3}",
            group.rows,
            group.in_scope,
            group.hit1,
            group.hit3,
            group.ndcg5,
            group.auroc,
            group.best_f1
        );
    }
    Ok(text)
}
