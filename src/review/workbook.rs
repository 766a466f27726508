//! The sheet as a workbook: what is decided is chosen from lists.

use super::queue::Queue;
use super::sheet::{
    DECISION, GRADE, INSTEAD, NUMBER, REASON, ROW, SUBDIVISION, Sheet, TEXT, WHO, WHY, choice,
    choices, header,
};
use crate::error::Result;
use crate::messages::{say, say_all};
use crate::report::workbook;
use crate::taxonomy::Language;
use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, Format, FormatAlign, FormatBorder, Formula,
    Workbook, Worksheet, XlsxError,
};

const GRADES: [&str; 4] = ["0", "1", "2", "3"];

/// The names of the sheet of the questions, and of that of the subdivisions to choose from.
fn sheets(language: Language) -> [&'static str; 2] {
    say_all(language, ["queue", "subdivisions"])
}

/// The questions as a workbook, with lists to choose from.
///
/// # Errors
/// [`Unsupported`](crate::ErrorKind::Unsupported) where the library is built without `spreadsheets`;
/// [`Io`](crate::ErrorKind::Io) for more questions than a sheet has rows.
pub fn xlsx(sheet: &Sheet<'_>, queue: &Queue) -> Result<Vec<u8>> {
    let mut book = workbook::new()?;
    fill(&mut book, sheet, queue).map_err(|error| {
        workbook::refused(&error).with_hint("ask for fewer questions with `--limit N`")
    })
}

fn fill(
    book: &mut Workbook,
    sheet: &Sheet<'_>,
    queue: &Queue,
) -> std::result::Result<Vec<u8>, XlsxError> {
    let [name, of_list] = sheets(sheet.language);
    questions(book.add_worksheet().set_name(name)?, sheet, queue)?;
    let list = book.add_worksheet().set_name(of_list)?;
    list.write_string(0, 0, of_list)?;
    list.set_column_width(0, 70.0)?;
    for (row, subdivision) in (1..).zip(&sheet.taxonomy.subdivisions) {
        list.write_string(row, 0, choice(subdivision, sheet.language))?;
    }
    book.save_to_buffer()
}

fn questions(
    page: &mut Worksheet,
    sheet: &Sheet<'_>,
    queue: &Queue,
) -> std::result::Result<(), XlsxError> {
    let top = Format::new().set_align(FormatAlign::Top);
    let wrapped = top.clone().set_text_wrap();
    let bold = top.clone().set_bold();
    let fill = wrapped
        .clone()
        .set_background_color(Color::RGB(0x00FF_F8E1))
        .set_border(FormatBorder::Hair);
    let headers = sheet.headers();
    for (column, name) in (0..).zip(&headers) {
        page.write_string_with_format(0, column, header(name, sheet.language), &bold)?;
        let (width, hidden) = match *name {
            NUMBER | GRADE => (7.0, false),
            "score" | DECISION => (10.0, false),
            "text" | "clause" => (60.0, false),
            "evidence" | WHY | REASON | INSTEAD | "firm" => (30.0, false),
            "subdivision" => (24.0, false),
            ROW | SUBDIVISION | TEXT => (12.0, true),
            _ => (14.0, false),
        };
        page.set_column_width(column, width)?;
        if hidden {
            page.set_column_hidden(column)?;
        }
    }
    for (row, item) in (1..).zip(&queue.items) {
        let cells = sheet.cells(row as usize, item);
        for ((column, cell), header) in (0..).zip(cells).zip(&headers) {
            match (*header, cell.parse::<f64>()) {
                (NUMBER | "score" | ROW, Ok(number)) => {
                    page.write_number_with_format(row, column, number, &top)?;
                }
                (DECISION | INSTEAD | GRADE | REASON | WHO, _) => {
                    page.write_blank(row, column, &fill)?;
                }
                _ => {
                    page.write_string_with_format(row, column, cell, &wrapped)?;
                }
            }
        }
    }
    page.set_freeze_panes(1, 2)?;
    lists(page, sheet, &headers, queue.items.len() as u32)
}

/// What a cell may hold.
fn lists(
    page: &mut Worksheet,
    sheet: &Sheet<'_>,
    headers: &[&'static str],
    rows: u32,
) -> std::result::Result<(), XlsxError> {
    if rows == 0 {
        return Ok(());
    }
    let count = sheet.taxonomy.subdivisions.len();
    let [_, list] = sheets(sheet.language);
    let formula = Formula::new(format!("={list}!$A$2:$A${}", count + 1));
    let rules = [
        (
            DECISION,
            DataValidation::new().allow_list_strings(&choices(sheet.language))?,
            "yes, no or unsure",
        ),
        (
            INSTEAD,
            DataValidation::new().allow_list_formula(formula),
            "where it belongs instead, from the list",
        ),
        (
            GRADE,
            DataValidation::new().allow_list_strings(&GRADES)?,
            "0 to 3, or nothing",
        ),
    ];
    for (name, rule, allowed) in rules {
        let column = headers.iter().position(|known| *known == name);
        let Some(column) = column else { continue };
        let rule = rule
            .set_error_title(header(name, sheet.language))?
            .set_error_message(say(sheet.language, allowed))?
            .set_error_style(DataValidationErrorStyle::Stop);
        page.add_data_validation(1, column as u16, rows, column as u16, &rule)?;
    }
    Ok(())
}
