//! Small books, read whole.

use super::*;

fn sheet(name: &str, lines: &[&str]) -> Sheet {
    let cells = |line: &str| -> Vec<(u32, Cell)> {
        let filled = (0..).zip(line.split('|')).filter(|(_, text)| !text.trim().is_empty());
        filled.map(|(place, text)| (place, Cell::Text(text.trim().to_owned()))).collect()
    };
    let rows = (1..).zip(lines).map(|(number, line)| Row { number, cells: cells(line) });
    Sheet { name: name.into(), rows: rows.filter(|row| !row.cells.is_empty()).collect() }
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn read(sheets: &[Sheet]) -> Vec<(u32, Result<LedgerEntry, Vec<Fault>>)> {
    let book = read_book(sheets, day(2020, 6, 30), &|_| true).unwrap();
    book.rows.iter().map(|(row, context)| (row.row, interpret(row, context))).collect()
}

#[test]
fn a_blank_day_is_that_of_the_row_above_unless_that_one_is_wrong() {
    let read = read(&[sheet(
        "2017",
        &[
            "Ngày nhận|Họ tên|Loại|Nội dung",
            "|A B|KN|mất ngày",
            "3/1/2017|A B|KN|đất",
            "|C D|KN|nhà",
            "\"|C D|KN|nhà",
            "31/2/2017|E F|KN|đường",
            "|G H|KN|cây",
            "nt|G H|KN|cây",
            "5/1|I K|KN|cỏ",
        ],
    )]);
    let days: Vec<_> =
        read.iter().map(|(_, entry)| entry.as_ref().map(|entry| entry.received_on)).collect();
    let no_such_day = Fault::NoSuchDate { column: Column::ReceivedOn, text: "31/2/2017".into() };
    assert_eq!(days[0], Err(&vec![Fault::NoDate]));
    assert_eq!(days[1..4], [Ok(day(2017, 1, 3)); 3]);
    assert_eq!(days[4], Err(&vec![no_such_day]));
    assert_eq!(days[5], Err(&vec![Fault::DateAboveUnknown { row: 6 }]));
    assert_eq!(days[6], Err(&vec![Fault::DateAboveUnknown { row: 6 }]));
    assert_eq!(days[7], Ok(day(2017, 1, 5)));
}

#[test]
fn a_corrected_row_is_interpreted_alone() {
    let book = read_book(
        &[sheet("2017", &["Ngày|Người gửi|Loại đơn|Nội dung|Hạn", "3/1/2071|A B||đất|30/2/2017"])],
        day(2020, 1, 1),
        &|_| true,
    )
    .unwrap();
    let (mut row, mut context) = book.rows[0].clone();
    context.years = (2017, 2017);
    let year = Fault::ImplausibleYear { column: Column::ReceivedOn, text: "3/1/2071".into() };
    let due = Fault::NoSuchDate { column: Column::DueOn, text: "30/2/2017".into() };
    assert_eq!(interpret(&row, &context), Err(vec![year, Fault::NoKind, due]));
    row.cells.insert(Column::ReceivedOn, "03/01/2017".into());
    row.cells.insert(Column::Kind, "TC".into());
    row.cells.insert(Column::DueOn, "28/02/2017".into());
    let entry = interpret(&row, &context).unwrap();
    assert_eq!((entry.kind, entry.due_on), (Kind::Denunciation, Some(day(2017, 2, 28))));
}

#[test]
fn days_outside_the_book_are_held_and_its_edges_are_not() {
    let mut lines = vec!["Sổ đơn năm 2018", "Ngày|Người gửi|Loại đơn|Nội dung"];
    lines.extend(["5/3/2018|A B|KN|đất"; 6]);
    lines.extend([
        "29/12/2017|A B|KN|đất",
        "3/1/2019|A B|KN|đất",
        "5/3/2016|A B|KN|đất",
        "5/3/2081|A B|KN|đất",
    ]);
    let read = read(&[sheet("Sheet1", &lines)]);
    let held: Vec<u32> =
        read.iter().filter(|(_, entry)| entry.is_err()).map(|(row, _)| *row).collect();
    assert_eq!(held, [11, 12]);
}

#[test]
fn kinds_may_be_crosses_under_their_names() {
    let read = read(&[sheet(
        "Sổ 2017",
        &[
            "TT|Ngày đến|Họ và tên, địa chỉ|Nội dung|Loại đơn|||Giao xử lý||||",
            "||||KN|TC|KN, PA|Đơn vị|Số VB|Ngày|Hạn",
            "A|B|C|D|1|2|3|4|5|6|7",
            "1|3/1/2017|Ông A B, tổ 3, P. Lê Lợi|đất|x|||P. TNMT|12/PC|5/1/2017|4/2/2017",
            "2|3/1/2017|Bà C D|nhà|x|x||P. TNMT|||",
            "3|3/1/2017|E F|nhà||||P. TNMT|||",
            "|Tổng cộng: 3 đơn",
            "||Người lập biểu|Trưởng ban",
            "||Lê A|Trần B",
        ],
    )]);
    let entry = read[0].1.clone().unwrap();
    assert_eq!((entry.kind, entry.unit_name.as_deref()), (Kind::Complaint, Some("P. TNMT")));
    let sender = entry.sender.unwrap();
    assert_eq!((sender.name.as_str(), sender.ward.as_deref()), ("A B", Some("phường Lê Lợi")));
    let document = entry.assigning_document.unwrap();
    assert_eq!((document.number.as_str(), document.dated), ("12/PC", Some(day(2017, 1, 5))));
    assert_eq!(entry.due_on, Some(day(2017, 2, 4)));
    assert_eq!(read[1].1, Err(vec![Fault::UnknownKind("KN, TC".into())]));
    assert_eq!(read[2].1, Err(vec![Fault::NoKind]));
    assert_eq!(read.len(), 3);
}

#[test]
fn words_without_a_field_are_kept_as_remarks() {
    let read = read(&[sheet(
        "2017",
        &[
            "Ngày|Người gửi|Loại đơn|Nội dung|Nguồn|Kết quả|Thời hạn|Hồ sơ gốc",
            "3/1/2017|A B và các hộ dân|KN|đất|?!|Đang giải quyết|30 ngày|tủ 3",
        ],
    )]);
    let entry = read[0].1.clone().unwrap();
    let texts: Vec<&str> = entry.remarks.iter().map(|remark| remark.text.as_str()).collect();
    assert_eq!(texts, ["và các hộ dân", "?!", "30 ngày", "Đang giải quyết", "tủ 3"]);
    assert_eq!((entry.group_size, entry.outcome), (2, None));
}

#[test]
fn other_tables_are_passed_over_and_a_book_without_a_ledger_refused() {
    let summary = sheet("Tổng hợp", &["STT|Đơn vị|Số đơn|Đã giải quyết", "1|Phòng Nội vụ|3|2"]);
    let blank = sheet("Sheet3", &[]);
    let none =
        read_book(&[summary.clone(), blank.clone()], day(2020, 1, 1), &|_| true).unwrap_err();
    let BookError::NoLedger { sheets } = none else { panic!("{none:?}") };
    assert_eq!(sheets[0].result, SheetResult::NoHeader);
    let ledger = sheet("Đơn", &["Ngày|Người gửi|Loại đơn|Nội dung", "3/1/2017|A B|KN|đất"]);
    let book = read_book(&[summary, ledger, blank], day(2020, 1, 1), &|_| true).unwrap();
    assert_eq!(book.rows.len(), 1);
    assert_eq!(book.sheets[2].result, SheetResult::Empty);
}

#[test]
fn the_caller_can_stop_it() {
    let asked = std::cell::Cell::new(0);
    let mut lines = vec!["Ngày|Người gửi|Loại đơn|Nội dung"];
    lines.extend(vec!["3/1/2017|A B|KN|đất"; 5_000]);
    let stop = |_| {
        asked.set(asked.get() + 1);
        asked.get() < 3
    };
    let stopped = read_book(&[sheet("2017", &lines)], day(2020, 1, 1), &stop);
    assert_eq!((stopped, asked.get()), (Err(BookError::Stopped), 3));
}

proptest::proptest! {
    #[test]
    fn no_cells_make_it_fail(
        cells in proptest::collection::vec("(\\PC{0,12}|ngày [0-9İ]{1,2} tháng 1 năm 20[0-9]{0,3}|Ông İ, \\(.{0,4}\\)|x|-|[0-9/.]{1,10})", 0..40),
    ) {
        let mut lines = vec!["Ngày|Họ tên, địa chỉ|KN|TC|Nội dung|Văn bản giao|Chuyển đến|Kết quả".to_owned()];
        lines.extend(cells.chunks(8).map(|row| row.join("|")));
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        for (row, context) in read_book(&[sheet("2017", &lines)], day(2020, 1, 1), &|_| true).unwrap().rows {
            if let Ok(entry) = interpret(&row, &context) {
                proptest::prop_assert!(entry.group_size >= 1 && !entry.content.is_empty());
            }
        }
    }
}
