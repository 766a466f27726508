//! Every format in, every format out, in every encoding.

use crate::{Folder, column, example, table};
use calamine::{Data, Reader, Xlsx, open_workbook};
use std::io::Write;

/// A short list whose answers are compared across formats.
const LIST: &str = "\
编号,企业名称,主营产品,经营范围
007,渝江电池,磷酸铁锂电芯；电池模组,动力电池的研发和生产
008,巴山食品,火锅底料,\"调味品的生产,销售\"
";

const PICK: &str = "企业名称,编号,fit1_subdivision,verdict";

/// A folder, and the answers to the list as plain CSV.
struct Plain {
    folder: Folder,
    answers: String,
}

impl Plain {
    fn new() -> Self {
        let folder = Folder::new();
        folder.write("plain.csv", LIST);
        let ran = folder.batch(&["plain.csv", "-q", "--columns", PICK]);
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        let battery = "渝江电池,007,new-energy-icv/power-batteries,fits\n";
        assert!(ran.stdout.contains(battery), "{}", ran.stdout);
        Self {
            folder,
            answers: ran.stdout,
        }
    }

    /// The list in another form has the same answers.
    fn is_answered(&self, name: &str, content: impl AsRef<[u8]>) {
        self.folder.write(name, content);
        let ran = self.folder.batch(&[name, "-q", "--columns", PICK]);
        assert_eq!(ran.code, Some(0), "{name}: {}", ran.stderr);
        assert_eq!(ran.stdout, self.answers, "{name}");
    }
}

#[test]
fn encodings_are_found_out() {
    let plain = Plain::new();
    let units = std::iter::once(0xFEFF).chain(LIST.encode_utf16());
    let utf16: Vec<u8> = units.flat_map(u16::to_le_bytes).collect();
    plain.is_answered("gbk.csv", encoding_rs::GBK.encode(LIST).0);
    plain.is_answered("marked.csv", format!("\u{FEFF}{LIST}"));
    plain.is_answered("utf16.csv", utf16);
    plain.is_answered("windows.csv", LIST.replace('\n', "\r\n"));
    let ran = plain.folder.batch(&["gbk.csv"]);
    assert!(ran.stderr.contains("gb18030"), "{}", ran.stderr);
    let ran = plain.folder.batch(&["gbk.csv", "--encoding", "utf-8"]);
    assert_eq!(ran.code, Some(2));
    let message = "cannot read the header of `gbk.csv`: it is not UTF-8";
    assert!(ran.stderr.contains(message), "{}", ran.stderr);
}

#[test]
fn delimiters_are_found_out() {
    let plain = Plain::new();
    let cut_at = |delimiter: &str| {
        let list = LIST.replace("；", "、").replace(',', delimiter);
        list.replace(&format!("生产{delimiter}销售"), "生产,销售")
    };
    plain.is_answered("semicolon.csv", cut_at(";"));
    plain.is_answered("bar.csv", cut_at("|"));
    plain.is_answered("tabs.csv", cut_at("\t"));
    plain.is_answered("list.tsv", cut_at("\t"));
    plain.is_answered("sep.csv", format!("sep=;\r\n{}", cut_at(";")));
}

#[test]
fn compressed_lists_are_read_as_they_are() {
    let plain = Plain::new();
    let gzip = |part: &str| {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed
            .write_all(part.as_bytes())
            .expect("memory takes every byte");
        packed.finish().expect("memory takes every byte")
    };
    let zstd = |part: &str| {
        ruzstd::encoding::compress_to_vec(
            part.as_bytes(),
            ruzstd::encoding::CompressionLevel::Fastest,
        )
    };
    // In two pieces, as parallel packers write them.
    let (one, two) = LIST.split_at(LIST.floor_char_boundary(LIST.len() / 2));
    plain.is_answered("list.csv.gz", [gzip(one), gzip(two)].concat());
    plain.is_answered("list.csv.zst", [zstd(one), zstd(two)].concat());
    let whole = gzip(&LIST.repeat(50));
    let cut = &whole[..whole.len() - 20];
    let ran = plain
        .folder
        .write("cut.csv.gz", cut)
        .batch(&["cut.csv.gz", "-q"]);
    assert_eq!(ran.code, Some(2));
    let message = "cannot read on in `cut.csv.gz`";
    assert!(ran.stderr.contains(message), "{}", ran.stderr);
}

#[test]
fn jsonl_goes_in_and_comes_out() {
    let folder = Folder::new();
    folder.write(
        "list.jsonl",
        "{\"id\": 7, \"name\": \"渝江电池\", \"products\": [\"磷酸铁锂电芯\", \"BMS, 12V\"]}\n\n{\"summary\": \"makes soy sauce\", \"kind\": \"enterprise\"}\n",
    );
    let ran = folder.batch(&["list.jsonl"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let answers: Vec<serde_json::Value> = ran
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).expect("a line is an object"))
        .collect();
    assert_eq!(answers.len(), 2);
    assert_eq!(
        (&answers[0]["id"], &answers[0]["row"]),
        (&"7".into(), &1.into())
    );
    // A list keeps its entries; only text is split.
    assert_eq!(answers[0]["profile"]["products"][1], "BMS, 12V");
    assert_eq!(
        answers[0]["fits"][0]["subdivision"],
        "new-energy-icv/power-batteries"
    );
    assert!(
        answers[0]["fits"][0]["clause"]["text"]
            .as_str()
            .is_some_and(|text| !text.is_empty())
    );
    assert_eq!(answers[1]["row"], 2);
    assert!(answers[1]["id"].is_null());
    let ran = folder.batch(&["list.jsonl", "--format", "csv", "-q"]);
    let table = table(&ran.stdout);
    assert_eq!(table[0][..5], ["id", "name", "products", "summary", "kind"]);
    assert_eq!(
        table[1][..5],
        ["7", "渝江电池", "磷酸铁锂电芯; BMS, 12V", "", ""]
    );
}

#[test]
fn a_jsonl_answer_is_the_one_of_match() {
    let folder = Folder::new();
    folder.write("list.csv", "id,products\nx,soy sauce\n");
    let ran = folder.batch(&["list.csv", "--format", "jsonl", "-q", "--top", "5"]);
    let mut answer: serde_json::Value = serde_json::from_str(&ran.stdout).expect("an object");
    let alone = std::process::Command::new(env!("CARGO_BIN_EXE_planfit"))
        .args(["match", "-p", "soy sauce", "--format", "json"])
        .output()
        .expect("the binary was built");
    let alone: serde_json::Value = serde_json::from_slice(&alone.stdout).expect("an object");
    let fields = answer.as_object_mut().expect("an object");
    assert_eq!(fields.remove("id"), Some("x".into()));
    assert_eq!(fields.remove("row"), Some(1.into()));
    for field in ["planfit", "plan", "profile", "verdict", "completeness"] {
        assert_eq!(answer[field], alone[field], "{field}");
    }
    for part in ["rank", "subdivision", "score", "tier", "clause"] {
        assert_eq!(answer["fits"][0][part], alone["fits"][0][part], "{part}");
    }
}

#[test]
fn workbooks_go_round() {
    let Plain { folder, answers } = Plain::new();
    let ran = folder.batch(&[
        "plain.csv",
        "-o",
        "out.xlsx",
        "--columns",
        "编号,企业名称,主营产品,经营范围,fit1_score,fit1_evidence,verdict",
    ]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let mut book: Xlsx<_> = open_workbook(folder.path("out.xlsx")).expect("it is a workbook");
    assert_eq!(book.sheet_names(), ["leads"]);
    let range = book.worksheet_range("leads").expect("the sheet is there");
    assert_eq!(
        range.get_value((1, 0)),
        Some(&Data::String("007".into())),
        "codes keep their zeros"
    );
    let score = range
        .get_value((1, 4))
        .and_then(calamine::DataType::get_float);
    assert!(
        score.is_some_and(|score| score > 50.0),
        "scores are numbers"
    );
    // What came out goes in again; our own columns are not read as the list's.
    let ran = folder.batch(&["out.xlsx", "-q", "--columns", PICK]);
    assert_eq!((ran.code, ran.stdout), (Some(0), answers), "{}", ran.stderr);
}

#[test]
fn a_sheet_is_chosen_and_its_header_found() {
    let folder = Folder::new();
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet()
        .set_name("notes")
        .and_then(|sheet| sheet.write_string(0, 0, "nothing here"))
        .expect("valid");
    let six = rust_xlsxwriter::Format::new().set_num_format("000000");
    let sheet = book.add_worksheet().set_name("clients").expect("valid");
    for (row, cells) in [
        (2, ["code", "name", "products"]),
        (4, ["", "Sauce House", "soy sauce"]),
    ] {
        for (column, cell) in cells
            .iter()
            .enumerate()
            .filter(|(_, cell)| !cell.is_empty())
        {
            sheet
                .write_string(row, column as u16 + 1, *cell)
                .expect("valid");
        }
    }
    sheet
        .write_number_with_format(4, 1, 42, &six)
        .expect("valid");
    book.save(folder.path("book.xlsx"))
        .expect("the folder can be written to");
    for sheet in ["clients", "2"] {
        let ran = folder.batch(&[
            "book.xlsx",
            "--sheet",
            sheet,
            "-q",
            "--columns",
            "code,name,verdict",
        ]);
        assert_eq!(
            (ran.code, ran.stdout.as_str()),
            (Some(0), "code,name,verdict\n000042,Sauce House,fits\n"),
            "{}",
            ran.stderr
        );
    }
    let ran = folder.batch(&["book.xlsx", "--sheet", "client"]);
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.stderr.contains("no sheet `client` in `book.xlsx`"),
        "{}",
        ran.stderr
    );
    assert!(
        ran.stderr.contains("did you mean `clients`?"),
        "{}",
        ran.stderr
    );
    let ran = folder.batch(&["book.xlsx"]);
    assert_eq!(ran.code, Some(0), "a sheet of notes is no list");
    let message = "note: sheet `clients` is read; sheet `notes` is not: `--sheet NAME` reads one";
    assert!(ran.stderr.contains(message), "{}", ran.stderr);
    let ran = folder
        .write("no.xlsx", "not a workbook")
        .batch(&["no.xlsx"]);
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.stderr
            .contains("no column to read: the headers are `not a workbook`"),
        "{}",
        ran.stderr
    );
}

#[test]
fn open_documents_are_read() {
    let plain = Plain::new();
    plain.is_answered("list.ods", open_document(LIST));
}

/// `clients.xls` is of the format before 2007: LibreOffice saved the list in it, with a day and a time.
#[test]
fn old_workbooks_are_read() {
    let plain = Plain::new();
    let bytes = include_bytes!("../data/clients.xls");
    plain.is_answered("clients.xls", bytes);
    let ran = plain
        .folder
        .batch(&["clients.xls", "-q", "--columns", "成立日期,时间"]);
    assert_eq!(
        ran.stdout,
        "成立日期,时间\n2019-03-01,08:30:00\n2020-01-02,17:00:00\n"
    );
    let mut locked = bytes[..512].to_vec();
    locked.resize(2048, 0);
    let ran = plain
        .folder
        .write("locked.xlsx", locked)
        .batch(&["locked.xlsx"]);
    assert_eq!(ran.code, Some(2));
    let message = "as a workbook: it is protected by a password, or damaged";
    assert!(ran.stderr.contains(message), "{}", ran.stderr);
}

/// A list as an OpenDocument spreadsheet.
fn open_document(list: &str) -> Vec<u8> {
    let rows: String = table(list)
        .iter()
        .map(|row| {
            let cell = |cell: &String| {
                format!("<table:table-cell office:value-type=\"string\"><text:p>{cell}</text:p></table:table-cell>")
            };
            format!("<table:table-row>{}</table:table-row>", row.iter().map(cell).collect::<String>())
        })
        .collect();
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content \
         xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
         xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body><office:spreadsheet>\
         <table:table table:name=\"list\">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    );
    stored_zip(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", &content),
        (
            "META-INF/manifest.xml",
            "<?xml version=\"1.0\"?><manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"/>",
        ),
    ])
}

/// A ZIP archive without compression: local headers, data, central directory, end record.
fn stored_zip(files: &[(&str, &str)]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for (name, content) in files {
        let mut checksum = flate2::Crc::new();
        checksum.update(content.as_bytes());
        let offset = out.len() as u32;
        let mut common = Vec::new();
        common.extend([20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0]);
        common.extend(checksum.sum().to_le_bytes());
        common.extend((content.len() as u32).to_le_bytes());
        common.extend((content.len() as u32).to_le_bytes());
        common.extend((name.len() as u16).to_le_bytes());
        common.extend([0, 0]);
        out.extend(b"PK\x03\x04");
        out.extend(&common);
        out.extend(name.as_bytes());
        out.extend(content.as_bytes());
        directory.extend(b"PK\x01\x02\x14\x00");
        directory.extend(&common);
        directory.extend([0; 10]);
        directory.extend(offset.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let (start, count) = (out.len() as u32, files.len() as u16);
    out.extend(&directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend(count.to_le_bytes());
    out.extend(count.to_le_bytes());
    out.extend((directory.len() as u32).to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend([0, 0]);
    out
}

#[test]
fn the_example_fits_what_it_was_written_for() {
    let folder = Folder::new();
    folder.write("leads.csv", example());
    let ran = folder.batch(&["leads.csv", "-o", "out.csv", "-q"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    let table = table(&folder.read("out.csv"));
    let first = column(&table, "fit1_subdivision");
    assert_eq!(first[0], "new-energy-icv/power-batteries");
    assert_eq!(column(&table, "id")[0], "000101");
    assert_eq!(column(&table, "verdict")[27], "out of scope");
    let clauses = column(&table, "fit1_clause");
    for (subdivision, clause) in first.iter().zip(&clauses) {
        assert_eq!(
            subdivision.is_empty(),
            clause.is_empty(),
            "every fit has its clause"
        );
    }
    assert_eq!(folder.files(), ["leads.csv", "out.csv"]);
}

#[test]
fn a_coarse_industry_is_read_where_little_else_is_said() {
    let folder = Folder::new();
    let long = "Makes soy sauce, vinegar and chilli pastes for kitchens. It was founded by two cooks and sells in many towns.";
    folder.write(
        "list.csv",
        format!("name,industry,description\nA,Pharmaceuticals,\nB,Pharmaceuticals,\"{long}\"\n"),
    );
    let json = "{\"name\": \"A\", \"industry\": \"Pharmaceuticals\"}\n";
    folder.write("list.jsonl", json);
    for (name, mapped) in [
        ("list.csv", "industry = industry; "),
        ("list.jsonl", "industry = industry"),
    ] {
        let ran = folder.batch(&[name, "--format", "jsonl"]);
        assert!(ran.stderr.contains(mapped), "{}", ran.stderr);
        let keywords = |line: &str| {
            let answer: serde_json::Value = serde_json::from_str(line).expect("an object");
            answer["profile"]["keywords"].clone()
        };
        let keywords: Vec<_> = ran.stdout.lines().map(keywords).collect();
        assert_eq!(keywords[0], serde_json::json!(["Pharmaceuticals"]));
        assert!(
            keywords.get(1).is_none_or(serde_json::Value::is_null),
            "{keywords:?}"
        );
    }
    let ran = folder.batch(&[
        "list.csv",
        "--format",
        "jsonl",
        "-q",
        "--map",
        "keywords=industry",
    ]);
    assert_eq!(
        ran.stdout
            .matches("\"keywords\":[\"Pharmaceuticals\"]")
            .count(),
        2
    );
}
