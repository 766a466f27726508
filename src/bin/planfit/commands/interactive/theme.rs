//! Styles: the terminal's own green and cyan, bold and dim, which light and dark themes both set apart from their
//! background. Nothing is said by colour alone.

use ratatui::style::{Color, Modifier, Style};

pub(crate) const STRONG: Style = Style::new().add_modifier(Modifier::BOLD);
pub(crate) const SUBDUED: Style = Style::new().add_modifier(Modifier::DIM);
pub(crate) const CORE: Style = STRONG.fg(Color::Green);
pub(crate) const SUBSTANTIAL: Style = Style::new().fg(Color::Cyan);
pub(crate) const MARK: Style =
    Style::new().add_modifier(Modifier::BOLD.union(Modifier::UNDERLINED));
