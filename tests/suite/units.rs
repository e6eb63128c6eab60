//! Units over time: what is past keeps its names and figures, what is open goes on, and a kill in between loses nothing.

use std::process::Stdio;
use std::time::{Duration, Instant};

use axum::http::StatusCode;
use donthu::app::units::{self, Order, open_of};
use donthu::app::{App, settings};
use donthu::clock::{Clock, OFFICE_ZONE};
use donthu::domain::event::{Event, Happening};
use donthu::domain::id::{PetitionId, UnitId};
use donthu::domain::listing::{Filter, StatusFilter, StatusGroup};
use donthu::domain::organisation::{Alteration, Change, check};
use donthu::domain::permission::{Actor, Role};
use donthu::domain::petition::{Assignment, DocumentMention, Outcome, ResultKind};
use donthu::store::petition::NewPetition;

use crate::process::{Folder, assert_sound, command, petitions};
use crate::support::{Office, complaint, date};

const OLD: &str = "UBND phường Lê Lợi";
const NEW: &str = "UBND phường Thị Nại";

/// A petition that a unit got on its day, and settled a week later if `is_settled`.
fn held_by(app: &App, unit: UnitId, day: &str, is_settled: bool) -> PetitionId {
    let on = date(day);
    let event = |happening, on| Event {
        happening,
        on,
        entered_at: app.clock.now(),
        by: None,
        capacity: None,
    };
    let assigned = Assignment { unit, mode: None, document: None, due_on: None };
    let mut history =
        vec![event(Happening::Received, on), event(Happening::Assigned(assigned), on)];
    if is_settled {
        let settled = on + chrono::Days::new(7);
        let document = DocumentMention { number: "15/QĐ-UBND".into(), dated: Some(settled) };
        let outcome = Outcome { kind: ResultKind::Decision, document };
        history.push(event(Happening::Resolved(outcome), settled));
    }
    let new = NewPetition {
        facts: complaint(day, "Trần Thị Cũ", "Khiếu nại ranh đất"),
        sealed_note: None,
        origin: None,
        entered_by: None,
        history,
    };
    app.store.write(|tx| tx.register(new, &app.due())).unwrap()
}

fn all_of(unit: UnitId) -> Filter {
    Filter { unit: Some(unit), ..Filter::default() }
}

fn settled_of(unit: UnitId) -> Filter {
    Filter { status: Some(StatusFilter::Group(StatusGroup::Closed)), ..all_of(unit) }
}

fn assert_verified(app: &App) {
    let found = app.store.verify(&app.due()).unwrap();
    assert!(found.faults.is_empty(), "{:?}", found.faults);
}

struct Town {
    office: Office,
    admin: Actor,
    cookie: String,
    desk: String,
}

impl Town {
    fn new() -> Self {
        let office = Office::new();
        let admin = office.person(Role::Administrator, None);
        let cookie = office.sign_in(&admin);
        let desk = office.sign_in(&office.person(Role::DeskHead, None));
        Self { office, admin, cookie, desk }
    }

    fn unit(&self, name: &str) -> UnitId {
        self.office.unit(name)
    }

    fn count(&self, filter: &Filter) -> u64 {
        units::count(&self.office.app, filter)
    }
}

/// A filled form that merges [`OLD`] into a unit.
fn merger<'a>(into: &'a str, day: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("viec", "sap-nhap"),
        ("vao", into),
        ("ngay", day),
        ("so_vb", "1256/NQ-HĐND"),
        ("ngay_vb", "24/10/2024"),
        ("ly_do", "sắp xếp phường"),
    ]
}

#[tokio::test]
async fn a_new_name_leaves_the_old_one_on_what_is_past() {
    let town = Town::new();
    let (app, unit) = (&town.office.app, town.unit("P. TNMT"));
    let settled = held_by(app, unit, "2018-03-01", true);
    let open = held_by(app, unit, "2024-03-01", false);
    let form = [
        ("viec", "doi-ten"),
        ("ten", "Phòng Nông nghiệp và Môi trường"),
        ("ten_ngan", "P. NNMT"),
        ("ngay", "01/03/2025"),
        ("so_vb", "12/NQ-HĐND"),
        ("ngay_vb", "20/02/2025"),
        ("ly_do", "sắp xếp phòng chuyên môn"),
    ];
    let address = format!("/quan-tri/don-vi/{unit}");
    let sent = town.office.post(&town.cookie, &address, &form).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    let list = town.office.get(&town.desk, "/don").await.html();
    let row = |id: PetitionId| {
        list.split(&format!("<tr id=\"d{id}\">")).nth(1).unwrap().split("</tr>").next().unwrap()
    };
    assert!(row(settled).contains("P. TNMT") && !row(settled).contains("P. NNMT"));
    assert!(row(open).contains("P. NNMT") && !row(open).contains("P. TNMT"));
    let page = town.office.get(&town.desk, &format!("/don/{open}")).await.text();
    assert!(page.contains("Giao Phòng Tài nguyên và Môi trường"), "its history: {page}");
    assert!(page.contains("Đơn vị được giao Phòng Nông nghiệp và Môi trường"), "{page}");
    let unit_page = town.office.get(&town.cookie, &address).await.text();
    assert!(unit_page.contains("Đổi tên từ Phòng Tài nguyên và Môi trường (P. TNMT)"));
    assert!(unit_page.contains("12/NQ-HĐND ngày 20/02/2025") && unit_page.contains("Người Thử 0"));
    assert_eq!(app.office().names.find("P. TNMT"), Some(unit), "past ledgers are still read");
    assert_verified(app);
}

#[tokio::test]
async fn a_merger_says_what_moves_and_moves_only_what_is_open() {
    let town = Town::new();
    let app = &town.office.app;
    let (old, new) = (town.unit(OLD), town.unit(NEW));
    let clerk = town.office.person(Role::UnitOfficer, Some(OLD));
    let open: Vec<_> =
        (1..=3).map(|d| held_by(app, old, &format!("2024-05-0{d}"), false)).collect();
    let settled = [held_by(app, old, "2018-03-01", true), held_by(app, old, "2018-04-02", true)];
    held_by(app, new, "2024-05-06", false);
    let (address, into) = (format!("/quan-tri/don-vi/{old}"), new.to_string());

    let asked = town.office.post(&town.cookie, &address, &merger(&into, "01/11/2024")).await;
    let text = asked.text();
    assert_eq!(asked.status, StatusCode::OK, "{text}");
    assert!(text.contains("3 đơn chưa xong sẽ chuyển sang UBND phường Thị Nại"), "{text}");
    assert!(text.contains(&clerk.full_name), "{text}");
    assert_eq!(town.count(&open_of(old)), 3, "nothing is done before it is confirmed");

    let mut confirmed = merger(&into, "01/11/2024");
    confirmed.extend([("xac_nhan", "1"), ("chuyen_tk", "1")]);
    let done = town.office.post(&town.cookie, &address, &confirmed).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let page = town.office.get(&town.cookie, done.location()).await.text();
    assert!(page.contains("3 đơn chưa xong đã chuyển") && page.contains("đã kết thúc"), "{page}");

    let counts = [open_of(old), settled_of(old), all_of(old), open_of(new), settled_of(new)];
    assert_eq!(counts.map(|filter| town.count(&filter)), [0, 2, 2, 4, 0]);
    let list = town.office.get(&town.desk, &format!("/don?don_vi={old}")).await;
    assert_eq!(list.numbers().len(), 2);
    assert!(list.text().contains("UBND phường Lê Lợi (đến 31/10/2024)"), "marked in the filter");
    assert!(settled.iter().all(|id| list.numbers().contains(&id.to_string())));
    let history = town.office.get(&town.desk, &format!("/don/{}", open[0])).await.text();
    let said = "Chuyển từ UBND phường Lê Lợi sang UBND phường Thị Nại theo 1256/NQ-HĐND ngày \
                24/10/2024: sắp xếp phường";
    assert!(history.contains(said), "{history}");
    assert!(history.contains("01/11/2024"), "on the day of the merger");
    assert_verified(app);

    let account = app.store.read().unwrap().account(clerk.account).unwrap().unwrap();
    let held: Vec<_> =
        account.posts.all().iter().map(|one| (one.post.unit, one.from, one.until)).collect();
    let (first, last) = (date("2010-01-01"), date("2024-10-31"));
    assert_eq!(held, [(Some(old), first, Some(last)), (Some(new), date("2024-11-01"), None)]);
    let clerk = town.office.sign_in(&account.actor(app.clock.today()));
    let theirs = town.office.get(&clerk, "/don").await;
    assert_eq!(theirs.numbers().len(), 6, "those of both, the settled ones of the old unit too");
    let accounts = town.office.get(&town.cookie, "/quan-tri/tai-khoan").await.html();
    assert!(!accounts.contains(&format!("<option value=\"{old}\"")), "no post in a past unit");
    let old_unit = old.to_string();
    let fields =
        [("vai_tro", "chuyen-vien"), ("don_vi", &old_unit), ("viec", "giao"), ("tu", "25/11/2026")];
    let theirs = format!("/quan-tri/tai-khoan/{}", account.id);
    let refused = town.office.post(&town.cookie, &theirs, &fields).await;
    assert!(refused.text().contains("31/10/2024"), "nor by a form of before: {}", refused.text());
    let after = app.store.read().unwrap().account(account.id).unwrap().unwrap();
    assert_eq!(after.posts, account.posts);

    let again = town.office.post(&town.cookie, &address, &confirmed).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "sent twice");
    assert_eq!(town.count(&open_of(new)), 4);
}

#[tokio::test]
async fn what_contradicts_is_said_beside_its_field_and_nothing_typed_is_lost() {
    let town = Town::new();
    let (old, new) = (town.unit(OLD), town.unit(NEW).to_string());
    held_by(&town.office.app, old, "2024-05-01", false);
    let address = format!("/quan-tri/don-vi/{old}");
    let own = old.to_string();
    let rows = [
        (merger(&new, "31/02/2024"), "Ghi ngày dạng 01/07/2025"),
        (merger(&new, "01/01/2030"), "Ngày hiệu lực ở tương lai"),
        (merger("", "01/11/2024"), "Chưa chọn đơn vị"),
        (merger(&own, "01/11/2024"), "không thể kế thừa chính mình"),
        (merger("999", "01/11/2024"), "số 999 không tồn tại"),
    ];
    for (form, said) in rows {
        let answer = town.office.post(&town.cookie, &address, &form).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{said}");
        assert!(answer.text().contains(said), "{said}: {}", answer.text());
        assert!(answer.html().contains("sắp xếp phường") && answer.html().contains("1256/NQ-HĐND"));
    }
    let mut closed = merger("", "01/11/2024");
    closed[0].1 = "ket-thuc";
    let answer = town.office.post(&town.cookie, &address, &closed).await;
    assert!(answer.text().contains("Còn 1 đơn chưa xong"), "{}", answer.text());
    let mut split = merger(&new, "01/11/2024");
    split[0].1 = "chia-tach";
    split.push(("phan", &new));
    let answer = town.office.post(&town.cookie, &address, &split).await;
    assert!(answer.text().contains("ít nhất hai đơn vị mới"), "{}", answer.text());
    assert!(town.office.app.office().units.iter().all(|unit| unit.changes.is_empty()));
    assert_eq!(town.count(&open_of(old)), 1);
}

#[tokio::test]
async fn a_split_gives_what_is_open_to_the_part_that_was_chosen() {
    let town = Town::new();
    let app = &town.office.app;
    let (old, one, two) = (town.unit(OLD), town.unit(NEW), town.unit("UBND phường Trần Phú"));
    held_by(app, old, "2024-05-01", false);
    let (heir, other) = (two.to_string(), one.to_string());
    let mut form = merger(&heir, "01/11/2024");
    form[0].1 = "chia-tach";
    form.extend([("phan", other.as_str()), ("phan", heir.as_str()), ("xac_nhan", "1")]);
    let address = format!("/quan-tri/don-vi/{old}");
    let done = town.office.post(&town.cookie, &address, &form).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    assert_eq!([old, one, two].map(|unit| town.count(&open_of(unit))), [0, 0, 1]);
    assert_eq!(app.office().unit(old).unwrap().successors(), [one, two]);
    // A petition of a past ledger that names the old unit is moved on request, by the same rule.
    held_by(app, old, "2024-06-01", false);
    let page = town.office.get(&town.cookie, &address).await;
    assert!(page.text().contains("vẫn có 1 đơn chưa xong"), "{}", page.text());
    town.office.post(&town.cookie, &format!("{address}/chuyen-not"), &[]).await;
    assert_eq!([old, one, two].map(|unit| town.count(&open_of(unit))), [0, 0, 2]);
    assert_verified(app);
}

#[tokio::test]
async fn a_unit_that_was_ended_by_mistake_is_opened_again_on_its_page() {
    let town = Town::new();
    let (app, old, new) = (&town.office.app, town.unit(OLD), town.unit(NEW));
    let id = held_by(app, old, "2024-05-01", false);
    let heir = new.to_string();
    let mut form = merger(&heir, "01/11/2024");
    form.push(("xac_nhan", "1"));
    let address = format!("/quan-tri/don-vi/{old}");
    town.office.post(&town.cookie, &address, &form).await;
    let ended = town.office.get(&town.cookie, &address).await;
    assert!(ended.text().contains("đã kết thúc") && ended.text().contains("Mở lại"));
    form[0].1 = "mo-lai";
    let done = town.office.post(&town.cookie, &address, &form).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let page = town.office.get(&town.cookie, &address).await.text();
    assert!(page.contains("Mở lại: bỏ việc kết thúc sau ngày 31/10/2024"), "{page}");
    assert!(!page.contains("đã kết thúc"), "{page}");
    let unit_of = |id| app.store.read().unwrap().petition(id).unwrap().unwrap().unit();
    assert_eq!(unit_of(id), Some(new), "what moved stays: the leader gives it again");
    held_by(app, old, "2024-12-01", false);
    assert_eq!(town.count(&open_of(old)), 1, "it is there to be given to");
    assert_verified(app);
}

#[tokio::test]
async fn a_remote_unit_is_so_from_its_day_on_and_due_dates_follow() {
    let town = Town::new();
    let (app, unit) = (&town.office.app, town.unit("UBND xã Nhơn Lý"));
    let before = held_by(app, unit, "2026-10-01", false);
    let after = held_by(app, unit, "2026-11-10", false);
    let due = |id| app.store.read().unwrap().petition(id).unwrap().unwrap().due_on;
    let dues = [due(before), due(after)];
    let form = [
        ("viec", "vung-xa"),
        ("ngay", "01/11/2026"),
        ("so_vb", "33/QĐ-TTg"),
        ("ngay_vb", "20/10/2026"),
        ("ly_do", "xã đảo"),
    ];
    let address = format!("/quan-tri/don-vi/{unit}");
    let done = town.office.post(&town.cookie, &address, &form).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    assert_eq!(due(before), dues[0], "given before");
    let office = app.office();
    assert!(
        !office.is_remote(unit, date("2026-10-31")) && office.is_remote(unit, date("2026-11-01"))
    );
    assert!(office.unit(unit).unwrap().changes[0].is_carried_out);
    assert_verified(app);
}

/// The state that a kill leaves: the change is written, one petition has followed, two have not.
#[test]
fn an_interrupted_merger_goes_on_at_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    let now = chrono::DateTime::parse_from_rfc3339("2026-11-25T09:00:00+07:00").unwrap();
    let clock = || Clock::Fixed(now.with_timezone(&OFFICE_ZONE));
    let app = App::open(&folder.path().join("data"), clock()).unwrap();
    settings::seed(&app, None).unwrap();
    let find = |name: &str| app.office().names.find(name).unwrap();
    let (old, new) = (find(OLD), find(NEW));
    for day in ["2024-05-01", "2024-05-02"] {
        held_by(&app, old, day, false);
    }
    let change = Change {
        what: Alteration::Merged { into: new },
        on: date("2024-11-01"),
        document: DocumentMention { number: "1256/NQ-HĐND".into(), dated: None },
        reason: "sắp xếp".into(),
        entered_at: app.clock.now(),
        by: None,
        is_carried_out: false,
    };
    let office = app.office();
    let unit = check(&office.units, office.unit(old).unwrap(), change, date("2026-11-25")).unwrap();
    app.store.write(|tx| tx.put_changed_unit(&unit)).unwrap();
    drop((office, app));
    let app = App::open(&folder.path().join("data"), clock()).unwrap();
    assert_eq!([old, new].map(|unit| units::count(&app, &open_of(unit))), [0, 2]);
    assert!(app.office().unit(old).unwrap().changes[0].is_carried_out);
    assert_verified(&app);
}

#[test]
fn a_merger_killed_at_any_moment_is_whole_after_the_next_start() {
    const ROWS: usize = 1_000;
    let folder = Folder::new();
    let row = |n| format!("{n},05/03/2024,Nguyễn Văn Thử{n},Khiếu nại,Việc thứ {n},P. Lê Lợi");
    let rows: Vec<String> = (1..=ROWS).map(row).collect();
    let rows = rows.join("\n");
    let header = "STT,Ngày nhận,Họ tên người gửi,Loại đơn,Nội dung,Đơn vị được giao\n";
    let file = folder.file("sổ.csv", format!("{header}{rows}"));
    folder.run(&["import", &file]).good();
    let basis = ["--on", "2024-11-01", "--document", "1256/NQ-HĐND", "--dated", "2024-10-24"];
    let merge = |yes: &'static [&'static str]| {
        let mut all =
            vec!["unit", "merge", "P. Lê Lợi", "--into", "P. Thị Nại", "--reason", "sắp xếp"];
        all.extend(basis);
        all.extend(yes);
        all
    };
    let told = folder.run(&merge(&[])).good();
    assert!(
        told.out.contains("Sẽ chuyển 1.000 đơn") && told.out.contains("Chưa ghi gì"),
        "{told:?}"
    );
    let begun = Instant::now();
    folder.copy().run(&merge(&["--yes"])).good();
    let whole = begun.elapsed();
    for part in 1..=5 {
        let copy = folder.copy();
        let data = copy.data();
        let mut arguments = merge(&["--yes", "--data"]);
        arguments.push(data.to_str().unwrap());
        let mut child =
            command(&arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep((whole * part / 6).max(Duration::from_millis(1)));
        child.kill().unwrap();
        child.wait().unwrap();
        copy.run(&["unit", "list"]).good();
        copy.run(&["reindex"]).good();
        assert_eq!(assert_sound(&data), ROWS);
        let export = copy.run(&["export"]).good();
        let mut held: Vec<String> = petitions(&export)
            .iter()
            .map(|one| one["assignment"]["unit"].as_str().unwrap().to_owned())
            .collect();
        held.dedup();
        assert_eq!(held.len(), 1, "all of them, or none: {held:?}");
        let moves = petitions(&export)
            .iter()
            .filter(|one| {
                one["history"].to_string().matches("\"event\":\"handed_over\"").count() > 1
            })
            .count();
        assert_eq!(moves, 0, "nothing moves twice");
    }
}

#[test]
fn the_handover_of_2025_leaves_six_units_and_every_figure_of_the_past() {
    let office = Office::new();
    let app = &office.app;
    let places: Vec<UnitId> =
        app.office().units.iter().filter(|unit| unit.kind.is_place()).map(|unit| unit.id).collect();
    for unit in &places {
        held_by(app, *unit, "2025-05-05", false);
        held_by(app, *unit, "2018-03-01", true);
    }
    let plan = units::shipped_plan().unwrap();
    let todo = units::plan(app, None, &plan).unwrap();
    assert_eq!((todo.open, todo.lines.len()), (20, 6));
    let done = units::apply(app, None, &plan, true).unwrap();
    assert_eq!(done.moved, 20);
    let now = app.office();
    let today = app.clock.today();
    let there = now.units.iter().filter(|unit| unit.kind.is_place() && unit.is_valid_on(today));
    let held: Vec<(String, u64)> =
        there.map(|unit| (unit.short_name.clone(), units::count(app, &open_of(unit.id)))).collect();
    let expected = [
        ("X. Nhơn Châu", 1),
        ("P. Quy Nhơn", 8),
        ("P. Quy Nhơn Nam", 4),
        ("P. Quy Nhơn Bắc", 2),
        ("P. Quy Nhơn Tây", 2),
        ("P. Quy Nhơn Đông", 4),
    ];
    assert_eq!(held, expected.map(|(name, count)| (name.to_owned(), count)));
    for unit in &places {
        assert_eq!(units::count(app, &settled_of(*unit)), 1, "settled ones stay: {unit}");
    }
    assert_eq!(now.names.find("P. Quy Nhơn Bắc"), now.names.find("UBND phường Quy Nhơn Bắc"));
    let again = units::plan(app, None, &plan).unwrap();
    assert!(!again.has_work());
    assert_eq!(units::apply(app, None, &plan, true).unwrap(), units::Done::default());
    assert_verified(app);
}

#[tokio::test]
async fn the_plan_is_offered_shown_and_carried_out_on_its_page() {
    let town = Town::new();
    held_by(&town.office.app, town.unit(OLD), "2025-05-05", false);
    let units = town.office.get(&town.cookie, "/quan-tri/don-vi").await;
    assert!(units.links().contains(&"/quan-tri/don-vi/ban-giao".to_owned()));
    let plan = town.office.get(&town.cookie, "/quan-tri/don-vi/ban-giao").await.text();
    assert!(
        plan.contains("1 đơn chưa xong sẽ chuyển") && plan.contains("UBND phường Quy Nhơn Bắc")
    );
    let done = town.office.post(&town.cookie, "/quan-tri/don-vi/ban-giao", &[]).await;
    assert_eq!(done.location(), "/quan-tri/don-vi");
    let units = town.office.get(&town.cookie, "/quan-tri/don-vi").await;
    assert!(units.text().contains("25 đơn vị hiện có, 20 đơn vị đã kết thúc"), "{}", units.text());
    assert!(!units.links().contains(&"/quan-tri/don-vi/ban-giao".to_owned()));
    let intake = town.office.get(&town.desk, "/don/moi").await.html();
    assert!(intake.contains("phường Quy Nhơn Bắc") && !intake.contains("phường Lê Lợi"));
}

#[test]
fn only_who_manages_units_changes_them() {
    let town = Town::new();
    let order = |with_accounts| Order {
        unit: town.unit(OLD),
        what: Alteration::Merged { into: town.unit(NEW) },
        on: date("2024-11-01"),
        document: DocumentMention { number: "1".into(), dated: None },
        reason: "sắp xếp".into(),
        with_accounts,
    };
    let desk = town.office.person(Role::DeskHead, None);
    let app = &town.office.app;
    units::carry_out(app, Some(&desk), &order(false)).unwrap_err();
    units::preview(app, Some(&desk), &order(false)).unwrap_err();
    units::apply(app, Some(&desk), &units::shipped_plan().unwrap(), false).unwrap_err();
    units::carry_out(app, Some(&town.admin), &order(true)).unwrap();
}
