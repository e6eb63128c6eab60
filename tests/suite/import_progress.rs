//! An import is seen from the first moment and can be stopped at any; what waits is counted as it now is.

use std::cell::RefCell;
use std::fmt::Write;
use std::sync::Arc;
use std::time::Duration;

use axum::http::StatusCode;
use donthu::app::error::AppError;
use donthu::app::import::{self, Progress, ReadError, Reading, UploadState};
use donthu::domain::id::{BatchId, HeldRowId};
use donthu::domain::ledger::Column;
use donthu::domain::permission::Role;
use donthu::workbook::{Pace, WorkbookError};

use crate::support::Office;

/// A ledger of so many rows, of which every one in `bad` has a day that is none.
fn ledger(rows: usize, bad: impl Fn(usize) -> bool) -> Vec<u8> {
    let mut csv = "Ngày đến,Người gửi,Loại đơn,Nội dung\n".to_owned();
    for row in 0..rows {
        let day = if bad(row) { "31/02/2017" } else { "02/03/2017" };
        writeln!(csv, "{day},Trần Văn {row},Khiếu nại,Việc thứ {row}").unwrap();
    }
    csv.into_bytes()
}

fn take_in(office: &Office, file: &str, bytes: &[u8]) -> import::Report {
    let reading = Reading::begin();
    let read = import::read(&office.app, file, bytes, &|progress| reading.pace(progress)).unwrap();
    import::import(&office.app, None, &read, &mut |_| true).unwrap()
}

/// Rows understood, of the ledger's 901.
fn understood(progress: Progress) -> u64 {
    match progress {
        Progress::File { .. } => panic!("{progress:?} after the file was read"),
        Progress::Rows { done, of } => {
            assert_eq!(of, 901);
            done
        }
    }
}

#[test]
fn an_import_tells_its_total_before_the_first_row_and_stops_when_told() {
    let office = Office::new();
    let reading = Reading::begin();
    let bytes = ledger(900, |_| false);
    let told = RefCell::new(Vec::new());
    let watch = |progress| {
        told.borrow_mut().push(progress);
        reading.pace(progress)
    };
    let read = import::read(&office.app, "so.csv", &bytes, &watch).unwrap();
    let told = told.into_inner();
    assert_eq!(told[0], Progress::File { rows: 901 });
    let done: Vec<u64> = told[1..].iter().map(|progress| understood(*progress)).collect();
    assert!(done.is_sorted() && done.contains(&0) && done.contains(&768), "{done:?}");
    assert_eq!(reading.progress(), *told.last().unwrap());
    let mut seen = Vec::new();
    let report = import::import(&office.app, None, &read, &mut |batch| {
        seen.push((batch.tally.rows, batch.total));
        batch.tally.rows == 0
    })
    .unwrap();
    assert_eq!(seen, [(0, 900), (400, 900)]);
    assert!(report.is_cancelled && report.tally.rows == 400);
}

#[test]
fn reading_can_be_stopped() {
    let office = Office::new();
    let actor = office.person(Role::DeskHead, None);
    let bytes = ledger(9_000, |_| false);
    let (first, last) = (Progress::File { rows: 0 }, Progress::Rows { done: 8_960, of: 9_001 });
    for stopped_at in [first, Progress::Rows { done: 0, of: 9_001 }, last] {
        let reading = Reading::begin();
        let watch = |progress| {
            if progress == stopped_at || stopped_at == first {
                reading.stop();
            }
            reading.pace(progress)
        };
        let error = import::read(&office.app, "so.csv", &bytes, &watch).unwrap_err();
        assert!(matches!(error, ReadError::Workbook(WorkbookError::Cancelled)), "{error}");
    }
    let upload = office.app.uploads.begin(&actor, "so.csv".into()).unwrap();
    upload.stop(&office.app, &actor).unwrap();
    upload.carry_out(&office.app, &actor, &bytes, false);
    let state = upload.state(Duration::ZERO).unwrap();
    assert!(matches!(state, UploadState::Unreadable(_)), "{state:?}");
    assert!(import::batches(&office.app, None).unwrap().is_empty(), "nothing was written");
}

#[tokio::test]
async fn a_file_that_is_being_read_has_a_page_that_ends_where_the_import_goes_on() {
    let office = Office::new();
    let actor = office.person(Role::DeskHead, None);
    let cookie = office.sign_in(&actor);
    let upload = office.app.uploads.begin(&actor, "sổ.csv".into()).unwrap();
    let address = format!("/quan-tri/nhap-so/doc/{}", upload.id);
    for (progress, there, listed) in [
        (Progress::File { rows: 1_234 }, "Dòng đã đọc 1.234", ": 1.234 dòng."),
        (Progress::Rows { done: 60, of: 1_500 }, "đã nhận dạng 60 / 1.500", "60 / 1.500 dòng."),
    ] {
        assert_eq!(upload.reading.pace(progress), Pace::GoOn);
        let page = office.get(&cookie, &address).await;
        assert!(page.html().contains("http-equiv=\"refresh\""));
        assert!(page.text().contains(there), "{}", page.text());
        let list = office.get(&cookie, "/quan-tri/nhap-so").await;
        assert!(list.links().contains(&address), "{}", list.text());
        assert!(list.text().contains(listed), "{}", list.text());
    }
    let (app, by, read) = (Arc::clone(&office.app), actor.clone(), Arc::clone(&upload));
    let bytes = ledger(3, |_| false);
    tokio::task::spawn_blocking(move || read.carry_out(&app, &by, &bytes, false)).await.unwrap();
    assert_eq!(office.get(&cookie, &address).await.location(), "/quan-tri/nhap-so/1");
    assert!(!office.get(&cookie, "/quan-tri/nhap-so").await.links().contains(&address));
    let stopped = office.post(&cookie, &format!("{address}/dung"), &[]).await;
    assert_eq!(stopped.location(), address);
    let other = office.sign_in(&office.person(Role::IntakeOfficer, None));
    let refused = office.post(&other, &format!("{address}/dung"), &[]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn an_import_counts_the_rows_that_still_wait() {
    let office = Office::new();
    let actor = office.person(Role::DeskHead, None);
    let cookie = office.sign_in(&actor);
    take_in(&office, "so-1.csv", &ledger(6, |row| row < 3));
    take_in(&office, "so-2.csv", &ledger(230, |row| row >= 10));
    let waiting = |batch| {
        let batches = import::batches(&office.app, None).unwrap();
        batches.iter().find(|found| found.batch.id == BatchId(batch)).unwrap().waiting
    };
    assert_eq!((waiting(1), waiting(2)), (3, 220));
    let cells = [(Column::ReceivedOn, "28/02/2017".to_owned())];
    import::correct(&office.app, &actor, HeldRowId(1), &cells).unwrap().unwrap();
    import::drop_row(&office.app, &actor, HeldRowId(2), "trùng").unwrap();
    assert_eq!((waiting(1), waiting(2)), (1, 220));
    assert_eq!(import::waiting_count(&office.app, &actor, None).unwrap(), 221);
    let batch = office.get(&cookie, "/quan-tri/nhap-so/1").await;
    assert!(batch.text().contains("đã giữ 3, trong đó 2 dòng đã sửa hoặc bỏ"), "{}", batch.text());
    assert!(batch.links().contains(&"/quan-tri/dong-cho-sua?lan=1".to_owned()));
    let held = office.get(&cookie, "/quan-tri/dong-cho-sua?lan=1").await;
    assert_eq!(rows_of(&held.links()), [3]);

    // Every row is on exactly one of the pages that lead from one to the next.
    let (mut found, mut address) = (Vec::new(), "/quan-tri/dong-cho-sua".to_owned());
    loop {
        let links = office.get(&cookie, &address).await.links();
        found.extend(rows_of(&links));
        match links.into_iter().find(|link| link.contains("sau=")) {
            Some(next) => address = next,
            None => break,
        }
    }
    assert_eq!(found, (3..=223).collect::<Vec<u64>>());
    for gone in [1, 2] {
        let error = import::waiting_one(&office.app, &actor, HeldRowId(gone)).unwrap_err();
        assert!(matches!(error, AppError::NotFound));
    }
    import::undo(&office.app, Some(&actor), BatchId(2)).unwrap();
    assert_eq!(import::waiting_count(&office.app, &actor, None).unwrap(), 1);
}

fn rows_of(links: &[String]) -> Vec<u64> {
    let rows = links.iter().filter_map(|link| link.strip_prefix("/quan-tri/dong-cho-sua/"));
    rows.map(|row| row.parse().unwrap()).collect()
}
