//! The turn of the day, of the year and of the release: what is late, what lies in the future, which book a petition is in.

use chrono::DateTime;
use donthu::app::desk::{self, Queue};
use donthu::app::error::{AppError, Refused};
use donthu::app::handle::{self, Step};
use donthu::app::{App, intake, settings};
use donthu::clock::{Clock, OFFICE_ZONE};
use donthu::domain::id::AccountId;
use donthu::domain::permission::{Actor, Post, Role};
use donthu::domain::petition::{Field, Kind};
use donthu::domain::workflow::Command;
use donthu::domain::workflow::petition::{
    ActingThrough, Classification, Competence, PaperCommand, Round, SenderType,
};
use tempfile::TempDir;

use crate::support::{complaint, date};

fn at(folder: &TempDir, moment: &str) -> App {
    let now = DateTime::parse_from_rfc3339(moment).unwrap().with_timezone(&OFFICE_ZONE);
    App::open(&folder.path().join("data"), Clock::Fixed(now)).unwrap()
}

fn desk_head() -> Actor {
    let posts = vec![Post { role: Role::DeskHead, unit: None }];
    Actor { account: AccountId(1), full_name: "Người Thử".into(), posts, from: None }
}

fn classify(day: &str, revision: u32) -> Step {
    let found = Classification {
        kind: Kind::Complaint,
        has_several_contents: false,
        ineligible: Vec::new(),
        competence: Competence::Ours,
        sender: SenderType::Individual,
        acting: ActingThrough::Self_,
        field: Field::Land,
        round: Round::First,
        is_anonymous: false,
        handled_before_by: None,
        earlier: None,
    };
    let command = Command::Paper(PaperCommand::Classify(found));
    Step { command, on: date(day), revision }
}

fn overdue(app: &App) -> u64 {
    let queues = desk::queues(app, &desk_head()).unwrap();
    queues.iter().find(|one| one.queue == Queue::Overdue).unwrap().count
}

#[test]
fn a_term_ends_with_the_last_second_of_its_day() {
    let folder = TempDir::new().unwrap();
    let app = at(&folder, "2026-11-02T09:00:00+07:00");
    settings::seed(&app, None).unwrap();
    let facts = complaint("2026-11-02", "Trần Thị Đêm", "Khiếu nại ranh đất");
    let id = intake::register(&app, &desk_head(), 1, facts).unwrap();
    let due = app.store.read().unwrap().petition(id).unwrap().unwrap().due_on.unwrap();
    assert_eq!(due, date("2026-11-16"), "ten working days for the desk (XLD-10)");
    drop(app);
    for (moment, late) in [
        ("2026-11-16T23:59:59+07:00", 0),
        ("2026-11-17T00:00:00+07:00", 1),
        // The same moments, as a server in another zone says them.
        ("2026-11-16T16:59:59Z", 0),
        ("2026-11-16T12:00:00-05:00", 1),
    ] {
        assert_eq!(overdue(&at(&folder, moment)), late, "{moment}");
    }
}

#[test]
fn tomorrow_begins_at_midnight_of_the_office() {
    let folder = TempDir::new().unwrap();
    let app = at(&folder, "2026-12-31T23:59:59+07:00");
    settings::seed(&app, None).unwrap();
    let desk = desk_head();
    let new_year = complaint("2027-01-01", "Trần Thị Giao", "Kiến nghị đầu năm");
    let refused = intake::register(&app, &desk, 1, new_year.clone()).unwrap_err();
    assert!(matches!(refused, AppError::Refused(Refused::ImplausibleReceipt)), "{refused:?}");
    let old_year = complaint("2026-12-31", "Trần Thị Thừa", "Khiếu nại cuối năm");
    let last = intake::register(&app, &desk, 2, old_year).unwrap();
    let early = handle::take(&app, &desk, last, classify("2027-01-01", 1)).unwrap_err();
    assert!(matches!(early, AppError::Refused(Refused::FutureDay)), "{early:?}");
    drop(app);
    let app = at(&folder, "2027-01-01T00:00:00+07:00");
    let first = intake::register(&app, &desk, 3, new_year).unwrap();
    assert_eq!((last.to_string(), first.to_string()), ("2026/0001".into(), "2027/0001".into()));
    handle::take(&app, &desk, last, classify("2027-01-01", 1)).unwrap();
}

/// A release that ships other rules or holidays finds due dates that the one before has reckoned: they follow at its first
/// start, and what has ended keeps its day.
#[test]
fn open_due_dates_follow_the_law_of_a_new_release() {
    let folder = TempDir::new().unwrap();
    let app = at(&folder, "2026-11-02T09:00:00+07:00");
    settings::seed(&app, None).unwrap();
    let facts = complaint("2026-11-02", "Trần Thị Mới", "Khiếu nại ranh đất");
    let id = intake::register(&app, &desk_head(), 1, facts).unwrap();
    let of_the_old_release = date("2026-12-24");
    app.store
        .write(|tx| {
            tx.reckon(id, &|_| Some(of_the_old_release))?;
            tx.set_shipped_law(b"rows of the release before")
        })
        .unwrap();
    assert!(!app.store.verify(&app.due()).unwrap().faults.is_empty());
    drop(app);
    let app = at(&folder, "2026-11-03T09:00:00+07:00");
    let due = app.store.read().unwrap().petition(id).unwrap().unwrap().due_on;
    assert_eq!(due, Some(date("2026-11-16")));
    assert!(app.store.verify(&app.due()).unwrap().faults.is_empty());
}
