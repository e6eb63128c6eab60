//! The list as an Excel file: every row of the view, as it is, sent while it is written.

use std::io::{self, Write};
use std::time::{Duration, Instant};

use donthu::app::sheet;
use donthu::domain::ledger::{Cell, Sheet};
use donthu::domain::listing::{Filter, Sort};
use donthu::domain::permission::Role;
use donthu::workbook::{self, Limits, Pace};

use crate::support::{Office, complaint};

const TEXTS: [&str; 6] = [
    "=HYPERLINK(\"http://x\")",
    "Đất <b>&amp;</b> 'nhà'",
    "dòng một\ndòng hai\tcột",
    "_x0041_ giữ nguyên __x",
    "  đầu dòng",
    "🙂 hết",
];

fn read(bytes: &[u8]) -> Vec<Sheet> {
    workbook::read("don.xlsx", bytes, &Limits::default(), &|_| Pace::GoOn).unwrap()
}

fn text(sheet: &Sheet, row: usize, column: u32) -> String {
    let cells = &sheet.rows[row].cells;
    match cells.iter().find(|(at, _)| *at == column).map(|(_, cell)| cell) {
        Some(Cell::Text(text) | Cell::Number(text)) => text.clone(),
        Some(Cell::Date(day)) => day.to_string(),
        None => String::new(),
    }
}

#[tokio::test]
async fn the_file_holds_the_rows_of_the_view_in_its_order() {
    let office = Office::new();
    let desk = office.person(Role::DeskHead, None);
    for (at, text) in TEXTS.iter().enumerate() {
        let day = format!("2026-11-{:02}", 10 + at);
        office.register(&desk, complaint(&day, &format!("Lê Văn {at}"), text));
    }
    let cookie = office.sign_in(&desk);
    let reply = office.get(&cookie, "/don.xlsx?xep=nhan&tu=11%2F11%2F2026").await;
    assert!(reply.headers["content-disposition"].to_str().unwrap().contains("don-20261125.xlsx"));
    let sheets = read(&reply.bytes);
    assert_eq!((sheets.len(), sheets[0].name.as_str()), (1, "Đơn"));
    assert_eq!(sheets[0].rows.len(), 1 + 5);
    assert_eq!(text(&sheets[0], 0, 5), "Nội dung");
    for (row, content) in TEXTS.iter().enumerate().skip(1) {
        assert_eq!(text(&sheets[0], row, 0), format!("2026/{:04}", row + 1));
        assert_eq!(text(&sheets[0], row, 1), format!("2026-11-{:02}", 10 + row));
        assert_eq!(text(&sheets[0], row, 2), format!("Lê Văn {row}"));
        assert_eq!(text(&sheets[0], row, 3), "1");
        assert_eq!(text(&sheets[0], row, 5), *content);
        assert_eq!(text(&sheets[0], row, 6), "Khiếu nại");
    }
    let empty = office.get(&cookie, "/don.xlsx?tu=01%2F12%2F2026").await;
    assert_eq!(read(&empty.bytes)[0].rows.len(), 1, "the heading stands over nothing");
}

/// Takes so many bytes and goes away.
struct Leaves(usize);

impl Write for Leaves {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let left = self.0.checked_sub(bytes.len());
        self.0 = left.ok_or(io::ErrorKind::BrokenPipe)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn bytes_go_out_before_the_last_row_is_read_and_whoever_leaves_ends_it() {
    let office = Office::new();
    let desk = office.person(Role::DeskHead, None);
    let id = office.register(&desk, complaint("2026-11-10", "Lê Văn Dài", &"chữ ".repeat(50)));
    // One petition again and again stands for a list that takes long.
    let begun = Instant::now();
    sheet::write(&office.app, &vec![id; 4_000], io::sink()).unwrap();
    let small = begun.elapsed();
    let begun = Instant::now();
    sheet::write(&office.app, &vec![id; 2_000_000], Leaves(20_000)).unwrap_err();
    let limit = (small * 5).max(Duration::from_secs(5));
    assert!(begun.elapsed() < limit, "{:?} against {small:?}", begun.elapsed());
    let ids = sheet::view(&office.app, &desk, (&Filter::default(), Sort::default()), "/don".into())
        .unwrap();
    assert_eq!(ids, [id]);
}
