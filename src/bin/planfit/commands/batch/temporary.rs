//! A full disk while a workbook is made.
//!
//! `rust_xlsxwriter` keeps the rows of a long sheet in a temporary file, and panics where that cannot be written to. The
//! parts and the journal are whole then, so it is told like any full disk.

use crate::exit;
use planfit::{Error, ErrorKind};

/// What the panic begins with.
const PANIC: &str = "Couldn't write to xml file";

/// Ends the program with a message, not with a trace, where the disk for temporary files is full.
pub(super) fn tell_of_full_disk() {
    let others = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let message = panic.payload_as_str().unwrap_or_default();
        if !message.starts_with(PANIC) {
            return others(panic);
        }
        let folder = std::env::temp_dir();
        let error = format!(
            "cannot write temporary files in `{}`: the disk is full",
            folder.display()
        );
        let hint = "make room, or name another folder in TMPDIR, then resume the same command and `--resume`";
        let exit = exit::failure(&Error::new(ErrorKind::Io, error).with_hint(hint).into());
        std::process::exit(exit as i32);
    }));
}
