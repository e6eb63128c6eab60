//! Files that are no ledgers, through the command line and through the page; and ledgers that come twice at once.

use std::io::{Cursor, Read, Write};

use rust_xlsxwriter::Workbook;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::process::{Folder, LEDGER, assert_sound, csv, petitions, wait_until};

/// A workbook of one sheet with these rows of XML, and so many megabytes of blanks after them.
fn workbook(rows: &str, blanks_mb: usize) -> Vec<u8> {
    let names = "http://schemas.openxmlformats.org";
    let office = format!("{names}/officeDocument/2006/relationships");
    let package = format!("{names}/package/2006/relationships");
    let main = format!("{names}/spreadsheetml/2006/main");
    let parts = [
        ("[Content_Types].xml", format!("<Types xmlns=\"{names}/package/2006/content-types\"/>")),
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"{package}\"><Relationship Id=\"r1\" Target=\"xl/workbook.xml\" \
                 Type=\"{office}/officeDocument\"/></Relationships>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships xmlns=\"{package}\"><Relationship Id=\"r1\" Target=\"worksheets/sheet1.xml\" \
                 Type=\"{office}/worksheet\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets><sheet name=\"Sổ\" \
                 sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!("<worksheet xmlns=\"{main}\"><sheetData>{rows}</sheetData></worksheet>"),
        ),
    ];
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    let blank = vec![b' '; 1 << 20];
    for _ in 0..blanks_mb {
        zip.write_all(&blank).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A row of inline texts.
fn row(number: usize, cells: &[&str]) -> String {
    let cells = (b'A'..).zip(cells).map(|(column, text)| {
        let column = char::from(column);
        format!("<c r=\"{column}{number}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
    });
    format!("<row r=\"{number}\">{}</row>", cells.collect::<String>())
}

/// A compound file whose directory says that the workbook in it is encrypted.
fn encrypted() -> Vec<u8> {
    let mut file = vec![0_u8; 512 * 3];
    file[..8].copy_from_slice(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
    file[30..32].copy_from_slice(&9_u16.to_le_bytes());
    file[48..52].copy_from_slice(&1_u32.to_le_bytes());
    file[56..60].copy_from_slice(&4096_u32.to_le_bytes());
    file[68..72].copy_from_slice(&0xffff_fffe_u32.to_le_bytes());
    file[76..512].fill(0xff);
    file[76..80].copy_from_slice(&0_u32.to_le_bytes());
    file[512..1024].fill(0xff);
    file[516..520].copy_from_slice(&0xffff_fffe_u32.to_le_bytes());
    for (entry, name) in file[1024..].chunks_exact_mut(128).zip(["Root Entry", "EncryptedPackage"])
    {
        let units: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        entry[..units.len()].copy_from_slice(&units);
        entry[64..66].copy_from_slice(&u16::try_from(units.len() + 2).unwrap().to_le_bytes());
    }
    file
}

const HEADER: [&str; 5] = ["STT", "Ngày đến", "Người gửi", "Loại đơn", "Nội dung đơn"];

/// Name, bytes, and what the message says of it.
fn bad_files() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let ledger = std::fs::read(LEDGER).unwrap();
    let long = "đ".repeat(5 << 19);
    let long_row = row(2, &["1", "15/03/2018", "Trần Văn Dài", "Khiếu nại", &long]);
    let letter = "Kính gửi Ủy ban,\nTôi xin trình bày việc sau.\n".repeat(20);
    vec![
        ("cụt.xlsx", ledger[..ledger.len() / 2].to_vec(), "tệp bị cụt"),
        ("trống.xlsx", Vec::new(), "tệp trống"),
        ("mật khẩu.xlsx", encrypted(), "tệp có mật khẩu"),
        ("ảnh.xlsx", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(), "không phải bảng tính"),
        ("bom.xlsx", workbook("", 140), "sau khi giải nén"),
        ("ô dài.xlsx", workbook(&(row(1, &HEADER) + &long_row), 0), "số ký tự trong một ô"),
        ("ô dài.csv", csv(&[("Dài", "Khiếu nại", &long)]).into_bytes(), "số ký tự trong một ô"),
        ("thư.csv", letter.into_bytes(), "không có trang nào là sổ"),
    ]
}

#[test]
fn a_bad_file_is_refused_with_its_reason_and_leaves_nothing() {
    let folder = Folder::new();
    folder.run(&["init"]).good();
    let password = folder.account("an", "nguoi-xu-ly");
    let served = folder.serve();
    let cookie = served.sign_in("an", &password);
    for (name, bytes, words) in bad_files() {
        let file = folder.file(name, &bytes);
        folder.run(&["import", &file]).refused(5, words);
        let mut reply = served.upload(&cookie, name, &bytes);
        if reply.status == 303 {
            // What takes more than a moment to read has a page until it is read.
            let reading = reply.header("location").clone();
            wait_until("the file is read", || {
                reply = served.get(&cookie, &reading);
                reply.status != 200
            });
        }
        assert_eq!(reply.status, 422, "{name}");
        assert!(reply.text().to_lowercase().contains(words), "{name}: {}", reply.text());
        assert!(reply.text().contains("Chưa có gì được ghi"), "{name}");
    }
    folder.run(&["import", "/khong/co/tep.xlsx"]).refused(5, "không đọc được tệp");
    assert_eq!(served.stop(), 0);
    assert_eq!(assert_sound(&folder.data()), 0);
}

#[test]
fn a_million_empty_rows_cost_nothing_but_their_reading() {
    let folder = Folder::new();
    let good = row(2, &["1", "15/03/2018", "Trần Văn Một", "Khiếu nại", "Việc có thật"]);
    let empty: Vec<_> = (3..1_000_000).map(|number| format!("<row r=\"{number}\"/>")).collect();
    let file = folder.file("thưa.xlsx", workbook(&(row(1, &HEADER) + &good + &empty.concat()), 0));
    let line = folder.run(&["import", &file, "--json"]).good().json();
    assert_eq!((&line["rows"], &line["imported"]), (&1.into(), &1.into()), "{line}");
}

#[test]
fn what_looks_like_a_formula_stays_text() {
    let folder = Folder::new();
    let texts =
        ["=cmd|' /C calc'!A0", "+1+1 đồng", "-2 hộ dân", "@SUM(A1)", "=HYPERLINK(\"http://x\")"];
    let rows: Vec<_> = texts.iter().map(|text| ("=1+2 Văn Công", "Kiến nghị", *text)).collect();
    let file = folder.file("công thức.csv", csv(&rows));
    folder.run(&["import", &file]).good();
    let export = petitions(&folder.run(&["export"]).good());
    let contents: Vec<&str> = export.iter().map(|p| p["content"].as_str().unwrap()).collect();
    assert_eq!(contents, texts);
    let password = folder.account("an", "nguoi-xu-ly");
    let served = folder.serve();
    let reply = served.get(&served.sign_in("an", &password), "/don.xlsx");
    assert_eq!(reply.status, 200);
    let mut zip = ZipArchive::new(Cursor::new(reply.body)).unwrap();
    let mut all = String::new();
    for at in 0..zip.len() {
        let mut part = zip.by_index(at).unwrap();
        let name = part.name().unwrap().into_owned();
        if name.contains("sheet") || name.contains("sharedStrings") {
            part.read_to_string(&mut all).unwrap();
        }
    }
    assert!(!all.contains("<f>") && !all.contains("<f "), "a formula is in the sheet");
    assert!(all.contains("=cmd|") && all.contains("@SUM(A1)"), "the texts are in the sheet");
}

/// A book whose units the office does not have.
fn new_units_book(rows: usize) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, name) in (0..).zip([&HEADER[..], &["Đơn vị giải quyết"]].concat()) {
        sheet.write_string(0, column, name).unwrap();
    }
    for number in 1..=u32::try_from(rows).unwrap() {
        let unit = format!("Trung tâm Thử nghiệm số {}", number % 7);
        let content = format!("Việc song song {number}");
        let cells = [&number.to_string(), "15/03/2018", "Lê Thị Hai", "Kiến nghị", &content, &unit];
        for (column, text) in (0..).zip(cells) {
            sheet.write_string(number, column, text).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

#[test]
fn two_imports_of_one_file_at_once_take_every_row_once() {
    const ROWS: u64 = 900;
    let folder = Folder::new();
    folder.run(&["init"]).good();
    let password = folder.account("an", "nguoi-xu-ly");
    let bytes = new_units_book(900);
    let file = folder.file("song song.xlsx", &bytes);
    let units = folder.run(&["unit", "list"]).good().out.lines().count();
    let served = folder.serve();
    let cookie = served.sign_in("an", &password);
    let (lines, uploads) = std::thread::scope(|scope| {
        let commands: Vec<_> = (0..2)
            .map(|_| scope.spawn(|| folder.run(&["import", &file, "--json"]).good().json()))
            .collect();
        let uploads: Vec<_> = (0..2)
            .map(|_| scope.spawn(|| served.upload(&cookie, "tải lên.xlsx", &bytes).status))
            .collect();
        let lines: Vec<_> = commands.into_iter().map(|command| command.join().unwrap()).collect();
        let uploads: Vec<_> = uploads.into_iter().map(|upload| upload.join().unwrap()).collect();
        (lines, uploads)
    });
    assert_eq!(uploads, [303, 303]);
    for line in &lines {
        let [imported, already] =
            ["imported", "already"].map(|field| line[field].as_u64().unwrap());
        assert_eq!(imported + already, ROWS, "{line}");
    }
    wait_until("the uploads are taken in", || {
        let page = served.get(&cookie, "/quan-tri/nhap-so").text();
        !page.contains("Đang nhập") && !page.contains("Đang đọc")
    });
    assert_eq!(folder.run(&["unit", "list"]).good().out.lines().count(), units + 7);
    assert_eq!(served.stop(), 0);
    assert_eq!(assert_sound(&folder.data()) as u64, ROWS);
    let given = petitions(&folder.run(&["export"]).good());
    assert!(given.iter().all(|petition| petition["assignment"]["unit"].is_string()));
}
