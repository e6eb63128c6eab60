//! The law as the office changes it: on its pages, in two steps, kept, exported and counted by.

use axum::http::StatusCode;
use donthu::app::App;
use donthu::app::account::{self, NewAccount};
use donthu::app::amend::{self, Answer, Request};
use donthu::clock::Clock;
use donthu::domain::calendar::own::DayEdit;
use donthu::domain::own_law::{LawEdit, LawFault};
use donthu::domain::permission::{Actor, Post, Role};
use donthu::domain::rulebook::Confidence;
use donthu::domain::rulebook::own::RuleEdit;
use redb::{Database, ReadableTable, TableDefinition};

use crate::process::{Folder, copy_folder, run};
use crate::support::{Office, Page, complaint, date};

const RULES: &str = "/quan-tri/quy-tac/KN1-TL-c";
const CALENDAR: &str = "/quan-tri/lich";

const APPROVED: [(&str, &str); 3] =
    [("ly_do", "Luật đổi"), ("so_van_ban", "145/UBND-TD"), ("ngay_van_ban", "20/11/2026")];

/// A new wording of KN1-TL from 1 March 2027: five working days.
fn wording(id: &'static str) -> Vec<(&'static str, &'static str)> {
    let fields = [
        ("viec", "thay"),
        ("ma", id),
        ("tu_ngay", "01/03/2027"),
        ("ten", "Thụ lý khiếu nại"),
        ("so", "5"),
        ("cach_tinh", "ngay-lam-viec"),
        ("can_cu_moi", "NĐ 1/2027 Đ.2"),
        ("tin_cay_moi", "H"),
    ];
    fields.into_iter().chain(APPROVED).collect()
}

fn closure(day: &'static str) -> Vec<(&'static str, &'static str)> {
    let fields = [("nam", "2026"), ("viec", "dong-cua"), ("tu", day), ("ten", "Bão số 13")];
    fields.into_iter().chain(APPROVED).collect()
}

fn admin(office: &Office) -> (Actor, String) {
    let admin = office.person(Role::Administrator, None);
    let cookie = office.sign_in(&admin);
    (admin, cookie)
}

/// Sends a form and confirms what it would do, as the page between asks.
async fn confirmed(
    office: &Office,
    cookie: &str,
    address: &str,
    fields: &[(&str, &str)],
) -> (Page, Page) {
    let asked = office.post(cookie, address, fields).await;
    assert_eq!(asked.status, StatusCode::OK, "{}", asked.text());
    let revision = asked.value("phien_ban");
    let mut again = fields.to_vec();
    again.extend([("phien_ban", revision.as_str()), ("buoc", "xac-nhan")]);
    let done = office.post(cookie, address, &again).await;
    (asked, done)
}

fn shut(app: &App, actor: &Actor, day: &str, seen: Option<u32>) -> Answer {
    let (from, until) = (date(day), date(day));
    let edit = LawEdit::Day(DayEdit::Close { from, until, name: "Bão số 13".into() });
    let approval = amend::approval("Bão", "12/CĐ-UBND", date("2026-11-20")).unwrap();
    amend::amend(app, actor, &Request { edit, approval, confirmed: seen }).unwrap()
}

#[tokio::test]
async fn a_new_wording_changes_the_answer_of_the_calculator_from_its_day_on() {
    let office = Office::new();
    let (_, cookie) = admin(&office);
    let due = |day: &'static str| {
        let address = format!("/tinh-han?quy_dinh=KN1-TL-c&tu={day}");
        let (office, cookie) = (&office, cookie.clone());
        async move { office.get(&cookie, &address).await.text() }
    };
    assert!(due("01/03/2027").await.contains("10/03/2027"), "{}", due("01/03/2027").await);
    let (asked, done) = confirmed(&office, &cookie, RULES, &wording("KN1-TL-d")).await;
    for words in ["Chưa ghi gì", "KN1-TL-c, hiệu lực: từ 01/07/2026 → 01/07/2026 – 28/02/2027"]
    {
        assert!(asked.text().contains(words), "{words}: {}", asked.text());
    }
    assert!(done.text().contains("Đã ghi"), "{}", done.text());
    let family = office.get(&cookie, "/tinh-han?quy_dinh=KN1-TL&tu=01%2F03%2F2027").await.text();
    assert!(family.contains("08/03/2027") && family.contains("NĐ 1/2027"), "{family}");
    assert!(due("26/02/2027").await.contains("09/03/2027"), "the day before: the old wording");
    let list = office.get(&cookie, "/quan-tri/quy-tac").await.text();
    assert!(
        list.contains("KN1-TL-d")
            && list.contains("Luật đổi. Văn bản: 145/UBND-TD ngày 20/11/2026")
    );
    let page = office.get(&cookie, "/quan-tri/quy-tac/KN1-TL-d").await;
    assert!(page.text().contains("Bỏ dòng này"), "it has not begun");
}

#[tokio::test]
async fn what_was_typed_stays_when_it_is_wrong() {
    let office = Office::new();
    let (_, cookie) = admin(&office);
    let with = |field: &'static str, value: &'static str| {
        let mut fields = wording("KN1-TL-d");
        fields.retain(|(name, _)| *name != field);
        fields.push((field, value));
        fields
    };
    let rows = [
        ("ly_do", " ", "Cần ghi lý do sửa."),
        ("so_van_ban", "", "Cần ghi số văn bản"),
        ("ngay_van_ban", "31/02/2026", "Ngày văn bản không có thật"),
        ("ma", "KN1-GQ", "Mã này đã dùng"),
        ("ma", "TL mới", "Mã gồm chữ không dấu"),
        ("tu_ngay", "29/02/2027", "Ngày không có thật"),
        ("tu_ngay", "01/07/2026", "Phải sau 01/07/2026"),
        ("so", "năm", "“năm” không phải số"),
        ("so", "", "cần một số lớn hơn 0"),
        ("so_phuc_tap", "5", "phải dài hơn"),
        ("can_cu_moi", "", ""),
        ("gh_lan_phuc-tap", "1", "cả số lần và số ngày"),
    ];
    for (field, value, words) in rows {
        let page = office.post(&cookie, RULES, &with(field, value)).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}={value}");
        assert!(page.text().contains(words), "{field}={value}: {}", page.text());
        assert!(page.html().contains("value=\"NĐ 1/2027 Đ.2\"") || field == "can_cu_moi");
    }
    let back = [&wording("KN1-TL-d")[..], &[("buoc", "sua-lai"), ("phien_ban", "0")]].concat();
    let page = office.post(&cookie, RULES, &back).await;
    assert_eq!((page.status, page.value("ma").as_str()), (StatusCode::OK, "KN1-TL-d"));
    let notice = [("nam", "2027"), ("viec", "thong-bao"), ("ngay", "30/02/2027 Tết\n<b>")];
    let page = office.post(&cookie, CALENDAR, &[&notice[..], &APPROVED[..]].concat()).await;
    assert!(page.text().contains("Dòng 1 (“30/02/2027 Tết”) không đọc được"), "{}", page.text());
    assert!(page.html().contains("30/02/2027 Tết\n&#60;b&#62;"));
    for (day, words) in
        [("05/12/2026", "đã là ngày nghỉ: Thứ Bảy"), ("32/1/2026", "Ngày không có thật")]
    {
        let page = office.post(&cookie, CALENDAR, &closure(day)).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.text().contains(words), "{}", page.text());
        assert_eq!(page.value("ten"), "Bão số 13");
    }
    assert_eq!(office.app.law().own_rows.revision, 0, "nothing was kept");
    assert!(office.get(&cookie, "/quan-tri/lich?nam=1999").await.status == StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_closure_moves_open_due_dates_after_it_has_shown_them() {
    let office = Office::new();
    let (_, cookie) = admin(&office);
    let desk = office.person(Role::DeskHead, None);
    let id = office.register(&desk, complaint("2026-11-23", "Trần Văn Thử", "Một việc"));
    let due = || office.app.store.read().unwrap().petition(id).unwrap().unwrap().due_on.unwrap();
    let before = due();
    let day = donthu::label::date(before);
    let fields: Vec<(&str, &str)> =
        closure("").into_iter().filter(|(name, _)| *name != "tu").collect();
    let fields = [&fields[..], &[("tu", day.as_str())]].concat();
    let (asked, done) = confirmed(&office, &cookie, CALENDAR, &fields).await;
    assert!(asked.text().contains(&format!("{id} {day}")), "{}", asked.text());
    assert!(done.text().contains("1 đơn đang mở đổi hạn"), "{}", done.text());
    let after = due();
    assert!(after > before && office.app.law().calendar.is_working(after));
    assert!(office.app.store.verify(&office.app.due()).unwrap().faults.is_empty());
    // The office opens again: the date comes back.
    let back = [("nam", "2026"), ("viec", "mo"), ("khoa", day.as_str())];
    confirmed(&office, &cookie, CALENDAR, &[&back[..], &APPROVED[..]].concat()).await;
    assert_eq!(due(), before);
    assert_eq!(office.app.law().own_rows.revision, 2);
}

#[tokio::test]
async fn what_somebody_else_changed_meanwhile_is_shown_first() {
    let office = Office::new();
    let (admin, cookie) = admin(&office);
    let asked = office.post(&cookie, CALENDAR, &closure("04/12/2026")).await;
    assert_eq!(asked.value("phien_ban"), "0");
    assert!(matches!(shut(&office.app, &admin, "2026-12-07", Some(0)), Answer::Done(_)));
    let late = [&closure("04/12/2026")[..], &[("phien_ban", "0"), ("buoc", "xac-nhan")]].concat();
    let page = office.post(&cookie, CALENDAR, &late).await;
    assert!(page.text().contains("vừa được người khác sửa"), "{}", page.text());
    assert!(office.app.law().calendar.is_working(date("2026-12-04")));
    assert_eq!(page.value("phien_ban"), "1");
    // The same form sent twice does it once.
    let sent = [&closure("04/12/2026")[..], &[("phien_ban", "1"), ("buoc", "xac-nhan")]].concat();
    assert!(office.post(&cookie, CALENDAR, &sent).await.text().contains("Đã ghi"));
    let twice = office.post(&cookie, CALENDAR, &sent).await;
    assert!(twice.text().contains("đã là ngày nghỉ"), "{}", twice.text());
    assert_eq!(office.app.law().own_rows.revision, 2);
}

#[tokio::test]
async fn a_year_is_shown_with_its_days_and_without_a_notice_says_so() {
    let office = Office::new();
    let (_, cookie) = admin(&office);
    let year = office.get(&cookie, "/quan-tri/lich?nam=2018").await;
    for words in ["31/12/2018", "nghỉ hoán đổi", "Tháng 12", "Tết Âm lịch", "Theo thông báo"]
    {
        assert!(year.text().contains(words), "{words}");
    }
    assert!(year.html().contains("<td class=\"day swap\" title=\"Hoán đổi: nghỉ 31/12/2018"));
    let leap = office.get(&cookie, "/quan-tri/lich?nam=2028").await;
    assert!(leap.text().contains("chưa có thông báo chính thức"));
    let february =
        leap.html().split("Tháng 2<").nth(1).unwrap().split("</table>").next().unwrap().to_owned();
    assert!(february.contains(">29<") && !february.contains(">30<"));
    // The derived days, confirmed as they stand, are the notice.
    let days = "03/01/2028 Tết Dương lịch\n25/01/2028 - 31/01/2028 Tết Âm lịch\n29/2 Quốc tang";
    let notice = [("nam", "2028"), ("viec", "thong-bao"), ("ngay", days)];
    let (_, done) =
        confirmed(&office, &cookie, CALENDAR, &[&notice[..], &APPROVED[..]].concat()).await;
    assert!(done.text().contains("Đã ghi"), "{}", done.text());
    let leap = office.get(&cookie, "/quan-tri/lich?nam=2028").await.text();
    assert!(leap.contains("Theo thông báo: 145/UBND-TD") && !leap.contains("chưa có thông báo"));
    let due = |address: &'static str| office.get(&cookie, address);
    let answer = due("/tinh-han?quy_dinh=TC-CH&tu=22%2F02%2F2028").await.text();
    assert!(
        answer.contains("01/03/2028") && answer.contains("29/02/2028, thứ Ba: Quốc tang"),
        "{answer}"
    );
    assert!(!answer.contains("chưa có thông báo chính thức"));
}

#[test]
fn the_last_day_of_a_swapped_year_is_dropped_and_counted_by() {
    let office = Office::new();
    let admin = office.person(Role::Administrator, None);
    let due = || office.app.law().due("XLD-10", date("2018-12-17"), false).unwrap().due;
    assert_eq!(due(), date("2019-01-02"), "31/12 is off against 05/01");
    let edit = LawEdit::Day(DayEdit::DropSwap(date("2018-12-31")));
    let approval = amend::approval("Nhầm", "1/TB", date("2026-11-20")).unwrap();
    let request = Request { edit, approval, confirmed: Some(0) };
    assert!(matches!(amend::amend(&office.app, &admin, &request).unwrap(), Answer::Done(_)));
    assert_eq!(due(), date("2018-12-31"));
}

#[test]
fn only_the_administrator_changes_the_law() {
    let office = Office::new();
    let edit = LawEdit::Rule(RuleEdit::End { id: "XLD-10".into(), to: date("2026-12-31") });
    let approval = amend::approval("Thử", "1/TB", date("2026-11-20")).unwrap();
    let request = Request { edit, approval, confirmed: Some(0) };
    for role in [Role::Leader, Role::DeskHead, Role::Inspector] {
        amend::amend(&office.app, &office.person(role, None), &request).unwrap_err();
    }
    let admin = office.person(Role::Administrator, None);
    let edit = LawEdit::Rule(RuleEdit::TakeBack { id: "XLD-10".into() });
    let answer = amend::amend(&office.app, &admin, &Request { edit, ..request }).unwrap();
    assert!(matches!(answer, Answer::Refused(LawFault::Rule(_))));
}

#[test]
fn a_restart_and_an_export_keep_it_and_the_console_counts_by_it() {
    let folder = Folder::new();
    folder.run(&["init", "--office", "UBND thử"]).good();
    {
        let app = App::open(&folder.data(), Clock::System).unwrap();
        let id = account::create(
            &app,
            None,
            NewAccount {
                user_name: "qt".into(),
                full_name: "Quản Trị".into(),
                password: "con mèo leo cây cau".into(),
                posts: vec![
                    Post { role: Role::Administrator, unit: None }.since(app.clock.today()),
                ],
            },
        )
        .unwrap();
        let account = app.store.read().unwrap().account(id).unwrap().unwrap();
        let actor = account.actor(app.clock.today());
        assert!(matches!(shut(&app, &actor, "2018-02-12", Some(0)), Answer::Done(_)));
        let edit = LawEdit::Rule(RuleEdit::Correct {
            id: "XLD-10".into(),
            citation: "LTCD Đ.28(1), đã đối chiếu".into(),
            confidence: Confidence::H,
            note: None,
        });
        let approval = amend::approval("Đối chiếu", "2/TB", date("2026-11-21")).unwrap();
        let request = Request { edit, approval, confirmed: Some(1) };
        assert!(matches!(amend::amend(&app, &actor, &request).unwrap(), Answer::Done(_)));
    }
    let asked = ["deadline", "XLD-10", "2018-01-29", "--json"];
    let shipped = run(&asked).good().json();
    let own = folder.run(&asked).good().json();
    assert_eq!((&shipped["due"], &own["due"]), (&"2018-02-12".into(), &"2018-02-13".into()));
    assert_eq!(own["citation"], "LTCD Đ.28(1), đã đối chiếu");
    folder.run(&["verify"]).good();
    let lines = folder.run(&["export"]).good().lines();
    let of =
        |kind: &str| lines.iter().filter(|line| line["type"] == kind).cloned().collect::<Vec<_>>();
    assert_eq!((of("own_rule").len(), of("own_day").len(), of("law_change").len()), (1, 1, 2));
    let change = &of("law_change")[1];
    assert_eq!(
        (&change["reason"], &change["document"]["number"]),
        (&"Đối chiếu".into(), &"2/TB".into())
    );
    assert_eq!(change["rows"][0]["Rule"]["old"]["confidence"], "M");
    let served = folder.serve();
    assert_eq!(folder.run(&asked).good().json(), own, "asked of the running server");
    folder.run(&["deadline", "KN9", "2018-01-29"]).refused(3, "Không có quy định");
    drop(served);
}

/// An own row that cannot be read must neither keep the office shut nor count silently.
#[test]
fn a_damaged_own_row_is_left_out_and_said_everywhere() {
    let office = Office::new();
    let admin = office.person(Role::Administrator, None);
    assert!(matches!(shut(&office.app, &admin, "2018-02-12", Some(0)), Answer::Done(_)));
    assert!(matches!(shut(&office.app, &admin, "2018-02-13", Some(1)), Answer::Done(_)));
    let folder = Folder::new();
    copy_folder(office.app.folder(), &folder.data());
    {
        let days: TableDefinition<(u8, i32), &[u8]> = TableDefinition::new("own_day");
        let db = Database::open(folder.store()).unwrap();
        let txn = db.begin_write().unwrap();
        let key = txn.open_table(days).unwrap().first().unwrap().unwrap().0.value();
        txn.open_table(days).unwrap().insert(key, [9, 9].as_slice()).unwrap();
        txn.commit().unwrap();
    }
    let verified = folder.run(&["verify"]);
    assert!(verified.code == 6 && verified.out.contains("own_day"), "{verified:?}");
    let exported = folder.run(&["export"]);
    assert!(exported.code == 6, "{}", exported.err);
    let own = exported.lines().into_iter().filter(|line| line["type"] == "own_day").count();
    assert_eq!(own, 1, "the other one is there");
    let app = App::open(&folder.data(), Clock::System).unwrap();
    assert_eq!(app.law().set_aside.unreadable, 1);
    assert!(!app.law().calendar.is_working(date("2018-02-13")));
    let edit = LawEdit::Day(DayEdit::DropSwap(date("2018-12-31")));
    let approval = amend::approval("Nhầm", "1/TB", date("2026-11-20")).unwrap();
    let request = Request { edit, approval, confirmed: Some(2) };
    amend::amend(&app, &admin, &request).unwrap_err();
}

/// The advising unit's own date follows the setting, which is kept, told in the history and no number in the code.
#[tokio::test]
async fn an_advising_unit_is_ahead_of_the_law_by_the_days_of_the_office() {
    let office = Office::new();
    let (_, cookie) = admin(&office);
    let address = "/quan-tri/quy-tac";
    let typed =
        |days: &'static str| [("so_ngay", days)].into_iter().chain(APPROVED).collect::<Vec<_>>();
    let wrong = office.post(&cookie, address, &typed("mười")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.html().contains("mười") && wrong.text().contains("Số ngày là một số"));
    assert_eq!(office.app.law().own.internal_days_ahead, 10, "as shipped");
    let (asked, done) = confirmed(&office, &cookie, address, &typed("5")).await;
    assert!(asked.text().contains("trước hạn theo luật 5 ngày (trước đó 10 ngày)"));
    assert!(done.text().contains("Đã ghi"), "{}", done.text());
    assert_eq!(office.app.law().own.internal_days_ahead, 5);
    assert_eq!(
        office.app.store.read().unwrap().own_law().unwrap().law.internal_days_ahead,
        Some(5)
    );
    let page = office.get(&cookie, address).await.text();
    assert!(page.contains("5 ngày (trước đó 10 ngày)"), "the history tells it");
    let found = office.app.store.verify(&office.app.due()).unwrap();
    assert!(found.faults.is_empty(), "{:?}", found.faults);
}
