//! Files that are bad, hostile or merely odd: each ends in its own error, and none costs more than its limit.

use std::cell::Cell as Counter;
use std::io::{Cursor, Write};
use std::time::{Duration, Instant};

use rust_xlsxwriter::Workbook;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;

fn try_read(bytes: &[u8]) -> Result<Vec<Sheet>, WorkbookError> {
    read("sổ.xlsx", bytes, &Limits::default(), &|_| Pace::GoOn)
}

fn xlsx(fill: impl FnOnce(&mut rust_xlsxwriter::Worksheet)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    fill(workbook.add_worksheet());
    workbook.save_to_buffer().unwrap()
}

/// A workbook of one sheet with this XML; `size` bytes of blanks are appended to it.
fn raw_xlsx(sheet: &str, blanks: usize) -> Vec<u8> {
    let types = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>";
    let relations = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
        <Relationship Id=\"r1\" Target=\"worksheets/sheet1.xml\" \
        Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\"/></Relationships>";
    let book = "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" \
        xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets>\
        <sheet name=\"A\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>";
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let root = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
        <Relationship Id=\"r1\" Target=\"xl/workbook.xml\" \
        Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\"/></Relationships>";
    let parts = [
        ("[Content_Types].xml", types),
        ("_rels/.rels", root),
        ("xl/_rels/workbook.xml.rels", relations),
        ("xl/workbook.xml", book),
    ];
    for (name, text) in parts {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.start_file("xl/worksheets/sheet1.xml", SimpleFileOptions::default()).unwrap();
    zip.write_all(sheet.as_bytes()).unwrap();
    let chunk = vec![b' '; 1 << 20];
    for _ in 0..blanks >> 20 {
        zip.write_all(&chunk).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn worksheet(rows: &str) -> String {
    format!(
        "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{rows}\
         </sheetData></worksheet>"
    )
}

/// A compound file of one directory sector with these names.
fn compound(names: &[&str]) -> Vec<u8> {
    let mut file = vec![0_u8; 512 * 3];
    file[..8].copy_from_slice(&compound::MAGIC);
    file[30..32].copy_from_slice(&9_u16.to_le_bytes());
    file[48..52].copy_from_slice(&1_u32.to_le_bytes());
    file[56..60].copy_from_slice(&4096_u32.to_le_bytes());
    file[68..72].copy_from_slice(&0xffff_fffe_u32.to_le_bytes());
    file[76..512].fill(0xff);
    file[76..80].copy_from_slice(&0_u32.to_le_bytes());
    file[512..1024].fill(0xff);
    file[516..520].copy_from_slice(&0xffff_fffe_u32.to_le_bytes());
    for (entry, name) in file[1024..].chunks_exact_mut(128).zip(names) {
        let units: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        entry[..units.len()].copy_from_slice(&units);
        entry[64..66].copy_from_slice(&u16::try_from(units.len() + 2).unwrap().to_le_bytes());
    }
    file
}

#[test]
fn what_is_no_workbook_is_told_apart() {
    let sound = xlsx(|sheet| {
        sheet.write_string(0, 0, "Sổ").unwrap();
    });
    let mut other_zip = ZipWriter::new(Cursor::new(Vec::new()));
    other_zip.start_file("word/document.xml", SimpleFileOptions::default()).unwrap();
    let cases: [(&str, Vec<u8>, WorkbookError); 9] = [
        ("empty", Vec::new(), WorkbookError::Empty),
        ("blank", b" \r\n\r\n ".to_vec(), WorkbookError::Empty),
        (
            "a renamed picture",
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(),
            WorkbookError::NotAWorkbook,
        ),
        (
            "a web page named .xls",
            b"<html><table><tr><td>STT".to_vec(),
            WorkbookError::NotAWorkbook,
        ),
        ("noise", (0..=255).cycle().take(5000).collect(), WorkbookError::NotAWorkbook),
        ("a letter", other_zip.finish().unwrap().into_inner(), WorkbookError::NotAWorkbook),
        ("half a file", sound[..sound.len() / 2].to_vec(), WorkbookError::Truncated),
        ("half a binary file", compound(&["Workbook"])[..700].to_vec(), WorkbookError::Truncated),
        (
            "a password",
            compound(&["Root Entry", "EncryptedPackage"]),
            WorkbookError::PasswordProtected,
        ),
    ];
    for (name, bytes, error) in cases {
        assert_eq!(try_read(&bytes), Err(error), "{name}");
    }
    assert_eq!(try_read(&sound).unwrap()[0].rows.len(), 1);
}

#[test]
fn no_cut_of_a_sound_file_makes_it_fail_otherwise_than_with_an_error() {
    let sound = xlsx(|sheet| {
        sheet.write_string(3, 2, "Sổ").unwrap();
    });
    for end in (4..sound.len()).step_by(97) {
        assert!(try_read(&sound[..end]).is_err(), "cut at {end}");
    }
}

#[test]
fn bombs_are_refused_by_what_comes_out_of_them() {
    let limits = Limits { part_bytes: 8 << 20, inflated_bytes: 12 << 20, ..Limits::default() };
    let bomb = raw_xlsx(&worksheet(""), 64 << 20);
    assert!(bomb.len() < 1 << 20);
    let error = read("bom.xlsx", &bomb, &limits, &|_| Pace::GoOn);
    assert_eq!(error, Err(WorkbookError::TooLarge { what: Measure::PartBytes, limit: 8 << 20 }));
    let limits = Limits { inflated_bytes: 12 << 20, ..Limits::default() };
    let error = read("bom.xlsx", &bomb, &limits, &|_| Pace::GoOn);
    assert_eq!(
        error,
        Err(WorkbookError::TooLarge { what: Measure::InflatedBytes, limit: 12 << 20 })
    );
}

#[test]
fn five_megabytes_in_one_cell_are_too_long() {
    let cell = format!(
        "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>{}</t></is></c></row>",
        "đ".repeat(5 << 19)
    );
    let long = WorkbookError::TooLarge { what: Measure::CellChars, limit: 32_767 };
    assert_eq!(try_read(&raw_xlsx(&worksheet(&cell), 0)), Err(long.clone()));
    assert_eq!(
        try_read(format!("STT,Nội dung\n1,{}\n", "x".repeat(5 << 20)).as_bytes()),
        Err(long)
    );
}

#[test]
fn a_far_cell_and_a_million_blank_rows_cost_nothing() {
    let far = xlsx(|sheet| {
        sheet.write_string(0, 0, "gần").unwrap();
        sheet.write_string(1_048_575, 16_383, "xa").unwrap();
    });
    let rows = &try_read(&far).unwrap()[0].rows;
    assert_eq!(rows[1], Row { number: 1_048_576, cells: vec![(16_383, Cell::Text("xa".into()))] });
    let rows =
        (1..=1_000_000).fold(String::new(), |rows, row| rows + &format!("<row r=\"{row}\"/>"));
    let started = Instant::now();
    assert_eq!(try_read(&raw_xlsx(&worksheet(&rows), 0)).unwrap()[0].rows, []);
    assert!(started.elapsed() < Duration::from_secs(20));
}

#[test]
fn formulas_are_never_run_and_entities_refused() {
    let text = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>=HYPERLINK(\"http://x\")</t></is></c>\
        <c r=\"B1\"><f>1+1</f><v>7</v></c></row>";
    let rows = &try_read(&raw_xlsx(&worksheet(text), 0)).unwrap()[0].rows;
    let cells = [(0, Cell::Text("=HYPERLINK(\"http://x\")".into())), (1, Cell::Number("7".into()))];
    assert_eq!(rows[0].cells, cells);
    let entities = format!("<!DOCTYPE x [<!ENTITY a \"aaaa\">]>{}", worksheet(""));
    assert_eq!(try_read(&raw_xlsx(&entities, 0)), Err(WorkbookError::ForbiddenXml));
}

#[test]
fn the_caller_can_stop_it() {
    let many = xlsx(|sheet| {
        for row in 0..9_000 {
            sheet.write_string(row, 0, "đơn").unwrap();
        }
    });
    for (pace, error) in
        [(Pace::OutOfTime, WorkbookError::TooSlow), (Pace::Cancelled, WorkbookError::Cancelled)]
    {
        let asked = Counter::new(0);
        let watch = |_| {
            asked.set(asked.get() + 1);
            if asked.get() > 10 { pace } else { Pace::GoOn }
        };
        assert_eq!(read("sổ.xlsx", &many, &Limits::default(), &watch), Err(error));
    }
    let limits = Limits { rows: 100, ..Limits::default() };
    let error = read("sổ.xlsx", &many, &limits, &|_| Pace::GoOn);
    assert_eq!(error, Err(WorkbookError::TooLarge { what: Measure::Rows, limit: 100 }));
}

#[test]
fn csv_rows_are_numbered_as_spreadsheets_number_them() {
    let sheets = try_read("a;b\r\n\r\n1;\"hai\r\ndòng\"\r\n\r\n\r\n2;ba".as_bytes()).unwrap();
    let numbers: Vec<u32> = sheets[0].rows.iter().map(|row| row.number).collect();
    assert_eq!(numbers, [1, 3, 6]);
    assert_eq!(sheets[0].name, "sổ");
}

#[test]
fn csv_typed_in_an_old_font_keeps_its_bytes() {
    let bytes: Vec<u8> =
        "Hä vµ tªn,Néi dung,Ngµy nhËn\nNguyÔn V¨n Cõ,§Ò nghÞ söa ®\u{ad}êng,5/1/2017\n"
            .chars()
            .map(|c| u8::try_from(u32::from(c)).unwrap())
            .collect();
    let sheets = try_read(&bytes).unwrap();
    assert_eq!(sheets[0].rows[1].cells[0].1, Cell::Text("NguyÔn V¨n Cõ".into()));
}

proptest::proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..2_000)) {
        let _ = try_read(&bytes);
        let mut compound = compound(&["Workbook"]);
        let at = 40 + bytes.len() % 400;
        compound[at] = bytes.first().copied().unwrap_or(0);
        compound.extend(&bytes);
        let _ = try_read(&compound);
    }
}
