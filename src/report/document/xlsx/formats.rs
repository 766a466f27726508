//! How the cells of a workbook look.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

const ACCENT: Color = Color::RGB(0x0D_5A_61);
const SOFT: Color = Color::RGB(0x58_64_72);
const RULE: Color = Color::RGB(0xD8_DE_E4);

/// Formats of cells.
pub(super) struct CellFormats {
    pub(super) title: Format,
    pub(super) soft: Format,
    pub(super) lead: Format,
    pub(super) head: Format,
    pub(super) upright: Format,
    pub(super) group: Format,
    pub(super) upright_group: Format,
    pub(super) text: Format,
    pub(super) strong: Format,
    pub(super) score: Format,
    pub(super) matrix: Format,
    pub(super) wrapped: Format,
    pub(super) wrapped_strong: Format,
}

impl CellFormats {
    pub(super) fn new() -> Self {
        let base = Format::new().set_align(FormatAlign::Top);
        let head = base
            .clone()
            .set_bold()
            .set_font_color(Color::White)
            .set_background_color(ACCENT)
            .set_align(FormatAlign::VerticalCenter)
            .set_text_wrap();
        Self {
            title: Format::new()
                .set_bold()
                .set_font_size(20)
                .set_font_color(ACCENT),
            soft: base.clone().set_font_color(SOFT),
            lead: base.clone().set_font_size(12).set_text_wrap(),
            upright: head
                .clone()
                .set_font_size(9)
                .set_rotation(90)
                .set_align(FormatAlign::Bottom)
                .set_align(FormatAlign::Center),
            upright_group: head
                .clone()
                .set_font_size(9)
                .set_rotation(90)
                .set_align(FormatAlign::Center)
                .set_border_left(FormatBorder::Thin)
                .set_border_color(Color::White),
            group: head
                .clone()
                .set_align(FormatAlign::Center)
                .set_border_left(FormatBorder::Thin)
                .set_border_color(Color::White),
            head,
            text: base.clone(),
            strong: base.clone().set_bold(),
            score: base.clone().set_num_format("0.0"),
            matrix: base
                .clone()
                .set_num_format("0.0;;")
                .set_align(FormatAlign::Center)
                .set_border(FormatBorder::Thin)
                .set_border_color(RULE),
            wrapped_strong: base.clone().set_bold().set_text_wrap(),
            wrapped: base.set_text_wrap(),
        }
    }
}
