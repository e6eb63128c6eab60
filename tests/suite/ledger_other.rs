//! The same petitions in the book of another office: other order, other words, two header rows, other file formats.

use std::fmt::Write as _;
use std::io::Write as _;

use chrono::NaiveDate;
use donthu::domain::ledger::{Column, LedgerEntry, Sheet, interpret};
use rust_xlsxwriter::{Format, Workbook};
use serde_json::Value;
use unicode_normalization::UnicodeNormalization;
use zip::write::SimpleFileOptions;

use crate::ledger_truth::{Truth, book, differences, read};

/// Titles, the two header rows and the row of column numbers of the other book.
const TITLES: [&str; 2] = ["ỦY BAN NHÂN DÂN THỊ XÃ", "SỔ TIẾP NHẬN VÀ XỬ LÝ ĐƠN THƯ NĂM 2017"];
const GROUPS: [&str; 13] = [
    "Số TT",
    "Người đứng đơn",
    "",
    "Trích yếu ND",
    "Phân loại",
    "Ngày, tháng tiếp nhận",
    "Nơi chuyển đến",
    "CQ giải quyết",
    "Văn bản giao",
    "",
    "Hạn trả lời",
    "Văn bản giải quyết",
    "",
];
const LEAVES: [&str; 13] =
    ["", "Họ tên", "Nơi cư trú", "", "", "", "", "", "Số", "Ngày", "", "Số, ký hiệu", "Ngày"];

/// A row of the other book, out of a row of the truth.
fn row_of(truth: &Value, ordinal: usize) -> [String; 13] {
    let text = |field: &str| truth[field].as_str().unwrap_or_default().to_owned();
    let day = |field: &str, form: &str| {
        let day: Option<NaiveDate> = truth[field].as_str().and_then(|day| day.parse().ok());
        day.map(|day| day.format(form).to_string()).unwrap_or_default()
    };
    let kind = match (truth["kind"].as_str().unwrap_or_default(), ordinal % 3) {
        ("KN", 0) => "K/nại",
        ("KN", _) => "Đơn KN",
        ("TC", _) => "T.cáo",
        (_, 0) => "KN/PA",
        (_, 1) => "PAKN",
        (_, _) => "Kiến nghị",
    };
    let group = truth["group"].as_u64().unwrap_or(1);
    let name = match (text("sender"), group, ordinal % 2) {
        (name, ..) if name.is_empty() => "Không ghi tên".to_owned(),
        (name, 1, 0) => name.to_uppercase(),
        (name, 1, _) => format!("Ô. {name}"),
        (name, people, 0) => format!("{name} cùng {} người", people - 1),
        (name, people, _) => format!("Bà {name}, đại diện cho {people} hộ"),
    };
    let (number, handed) = text("handed")
        .split_once(" ngày ")
        .map(|(a, b)| (a.to_owned(), b.to_owned()))
        .unwrap_or_default();
    let (paper, _) = text("result")
        .split_once(" ngày ")
        .map(|(a, b)| (a.to_owned(), b.to_owned()))
        .unwrap_or_default();
    let form = ["%d/%m/%Y", "%-d-%-m-%y", "%d.%m.%Y", "%-d/%-m"][ordinal % 4];
    [
        ordinal.to_string(),
        name,
        text("addr"),
        text("text"),
        kind.to_owned(),
        day("date", form),
        text("source"),
        text("unit"),
        number,
        handed,
        day("due", "%d/%m/%Y"),
        paper,
        day("resolved", "%-d/%-m/%y"),
    ]
}

/// The lines of the other book, its first `petitions` good rows.
fn lines(truths: &[Value], petitions: usize) -> Vec<Vec<String>> {
    let plain = |row: &[&str]| row.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
    let mut lines: Vec<Vec<String>> =
        TITLES.iter().map(|title| vec![(*title).to_owned()]).collect();
    lines.push(Vec::new());
    lines.extend([plain(&GROUPS), plain(&LEAVES), (1..=13).map(|n| format!("({n})")).collect()]);
    for (at, truth) in truths[..petitions].iter().enumerate() {
        lines.push(row_of(truth, at + 1).to_vec());
        if at % 50 == 49 {
            lines.push(vec![String::new(), format!("Cộng trang: {at}")]);
            lines.extend([plain(&GROUPS), plain(&LEAVES)]);
        }
    }
    lines.push(vec![String::new(), format!("Tổng số: {petitions} đơn")]);
    lines.push(vec![
        String::new(),
        "NGƯỜI LẬP BIỂU".to_owned(),
        String::new(),
        "TRƯỞNG BAN".to_owned(),
    ]);
    lines.push(vec![
        String::new(),
        "Nguyễn Văn A".to_owned(),
        String::new(),
        "Trần Thị B".to_owned(),
    ]);
    lines
}

fn good_rows() -> Vec<Value> {
    Truth::load().0.into_iter().filter(|row| row["bad"].is_null()).collect()
}

/// Every petition of the book against its truth; the sheet has no notes, so what only they say is left out.
fn check(sheets: &[Sheet], truths: &[Value]) {
    let book = book(sheets);
    assert_eq!(book.rows.len(), truths.len(), "{:?}", book.sheets);
    let mut wrong = Vec::new();
    for ((row, context), truth) in book.rows.iter().zip(truths) {
        match interpret(row, context) {
            Ok(entry) => wrong.extend(differences(&without_notes(truth), &entry)),
            Err(faults) => wrong.push(format!("{} held: {faults:?}", row.row)),
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong[..wrong.len().min(20)].join("\n")
    );
}

fn without_notes(truth: &Value) -> Value {
    let mut truth = truth.clone();
    truth["archived"] = false.into();
    truth
}

#[test]
fn the_book_of_another_office_is_read_by_its_words() {
    let truths = good_rows();
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("Sổ đơn").unwrap();
    let bold = Format::new().set_bold();
    for (row, line) in (0..).zip(lines(&truths, truths.len())) {
        for (column, text) in (0..).zip(line) {
            match text.parse::<u32>() {
                Ok(number) if column == 0 => sheet.write_number(row, column, number).unwrap(),
                _ if text.is_empty() => sheet,
                _ => sheet.write_string_with_format(row, column, text, &bold).unwrap(),
            };
        }
    }
    check(&read("khác.xlsx", &workbook.save_to_buffer().unwrap()), &truths);
}

#[test]
fn csv_in_every_encoding_and_with_every_separator() {
    let truths = good_rows();
    let text = |separator: char| {
        let mut text = String::new();
        for line in lines(&truths, 300) {
            let quoted: Vec<String> =
                line.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
            writeln!(text, "{}\r", quoted.join(&separator.to_string())).unwrap();
        }
        text
    };
    let wide = |text: &str, bytes: fn(u16) -> [u8; 2]| {
        text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>()
    };
    let plain = text(',');
    let marked = format!("\u{feff}{}", text(';'));
    let files = [
        plain.clone().into_bytes(),
        marked.clone().into_bytes(),
        wide(&marked, u16::to_le_bytes),
        wide(&format!("\u{feff}{}", text('\t')), u16::to_be_bytes),
        wide(&plain, u16::to_le_bytes),
        wide(&plain, u16::to_be_bytes),
        windows_1258(&text(';')),
    ];
    for (at, file) in files.iter().enumerate() {
        println!("file {at}");
        check(&read("so.csv", file), &truths[..300]);
    }
}

/// Letters as Vietnamese Windows keeps them: base letters whole, marks of tone after them.
fn windows_1258(text: &str) -> Vec<u8> {
    let is_tone = |c: char| matches!(c, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}');
    let mut parted = String::new();
    for c in text.nfc() {
        let marks: String = c.to_string().nfd().filter(|c| is_tone(*c)).collect();
        parted.extend(c.to_string().nfd().filter(|c| !is_tone(*c)).nfc());
        parted.push_str(&marks);
    }
    let (bytes, _, lossy) = encoding_rs::WINDOWS_1258.encode(&parted);
    assert!(!lossy);
    bytes.into_owned()
}

#[test]
fn an_open_document_with_repeated_rows() {
    let truths = good_rows();
    let mut rows = String::new();
    for line in lines(&truths, 300) {
        rows.push_str("<table:table-row>");
        for cell in line {
            let escaped = cell.replace('&', "&amp;").replace('<', "&lt;");
            write!(rows, "<table:table-cell office:value-type=\"string\"><text:p>{escaped}</text:p></table:table-cell>")
                .unwrap();
        }
        rows.push_str(
            "<table:table-cell table:number-columns-repeated=\"16371\"/></table:table-row>",
        );
    }
    check(&read("so.ods", &open_document(&rows)), &truths[..300]);
}

/// A spreadsheet of LibreOffice with one sheet of these rows and a million blank ones.
pub(crate) fn open_document(rows: &str) -> Vec<u8> {
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content \
         xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
         xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body><office:spreadsheet>\
         <table:table table:name=\"Sổ\">{rows}<table:table-row table:number-rows-repeated=\"1048000\">\
         <table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row></table:table>\
         </office:spreadsheet></office:body></office:document-content>"
    );
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", content.as_str()),
    ] {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn an_old_binary_workbook() {
    let bytes =
        std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/import/so-don-cu.xls"))
            .unwrap();
    let book = book(&read("so-don-cu.xls", &bytes));
    let entries: Vec<LedgerEntry> =
        book.rows.iter().map(|(row, context)| interpret(row, context).unwrap()).collect();
    let names: Vec<_> = entries
        .iter()
        .map(|entry| entry.sender.as_ref().map(|sender| sender.name.as_str()))
        .collect();
    assert_eq!(names, [Some("Nguyễn Thị Hường"), None, Some("Đặng Văn Út")]);
    assert_eq!(entries[2].group_size, 13);
    assert_eq!(book.rows[0].0.cells[&Column::ReceivedOn], "05/01/2016");
    assert_eq!(entries[1].received_on, entries[0].received_on);
}

#[test]
fn an_old_binary_workbook_with_a_far_cell_is_not_laid_out() {
    let bytes =
        std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/import/o-xa.xls"))
            .unwrap();
    let limits = donthu::workbook::Limits::default();
    let error =
        donthu::workbook::read("o-xa.xls", &bytes, &limits, &|_| donthu::workbook::Pace::GoOn)
            .unwrap_err();
    assert!(matches!(error, donthu::workbook::WorkbookError::TooLarge { .. }), "{error}");
}
