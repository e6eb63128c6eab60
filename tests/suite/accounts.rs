//! Accounts: posts with dates on their page and on the console, what is refused stands beside what was typed, and there is
//! always an administrator.

use axum::http::StatusCode;
use donthu::app::account::{self, AccountChange, NewAccount};
use donthu::app::error::{AppError, Refused};
use donthu::app::{App, handle, session};
use donthu::clock::{Clock, OFFICE_ZONE};
use donthu::domain::id::AccountId;
use donthu::domain::permission::tenure::Tenure;
use donthu::domain::permission::{Post, Role};

use crate::process::Folder;
use crate::support::{Office, date};

const PAGE: &str = "/quan-tri/tai-khoan";
const PASSWORD: &str = "Mot-mat-khau-dai-2018";

fn posts_of(office: &Office, user_name: &str) -> Vec<Tenure> {
    let account = office.app.store.read().unwrap().account_named(user_name).unwrap().unwrap();
    account.posts.all().to_vec()
}

#[tokio::test]
async fn a_person_is_given_several_roles_from_a_day_on() {
    let office = Office::new();
    let cookie = office.sign_in(&office.person(Role::Administrator, None));
    let unit = office.unit("P. TNMT");
    let number = unit.to_string();
    let mut fields = vec![
        ("ten", "hoa"),
        ("ho_ten", "Lê Thị Hoa"),
        ("mat_khau", PASSWORD),
        ("vai_tro", "chuyen-vien"),
        ("vai_tro", "can-bo-tiep-nhan"),
        ("don_vi", ""),
        ("tu", "01/12/2026"),
        ("den", "31/11/2027"),
    ];
    let refused = office.post(&cookie, PAGE, &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("Ghi ngày dạng"), "{}", refused.text());
    fields[7].1 = "";
    let refused = office.post(&cookie, PAGE, &fields).await;
    assert!(refused.text().contains("hãy chọn đơn vị"), "{}", refused.text());
    let kept = ["ten", "ho_ten", "tu"].map(|name| refused.value(name));
    assert_eq!(kept, ["hoa", "Lê Thị Hoa", "01/12/2026"]);
    let form = refused.html();
    let form = form.split("bat-buoc-ma").next().unwrap();
    assert_eq!(form.matches(" checked").count(), 2, "those that were chosen");
    assert!(!refused.html().contains(PASSWORD));

    fields[5].1 = &number;
    let made = office.post(&cookie, PAGE, &fields).await;
    assert!(made.location().starts_with(PAGE), "{}", made.text());
    let post = |role, unit| Post { role, unit };
    let from = date("2026-12-01");
    let both = [
        post(Role::IntakeOfficer, None).since(from),
        post(Role::UnitOfficer, Some(unit)).since(from),
    ];
    assert_eq!(posts_of(&office, "hoa"), both);
    let list = office.get(&cookie, PAGE).await.text();
    assert!(list.contains("Lê Thị Hoa không giữ vai trò"), "not yet: {list}");
    let officers = handle::officers(&office.app, unit).unwrap();
    assert!(officers.is_empty(), "nobody is given a petition before their first day");
}

#[tokio::test]
async fn posts_are_given_and_ended_by_days_and_past_ones_stay_in_sight() {
    let office = Office::new();
    let cookie = office.sign_in(&office.person(Role::Administrator, None));
    let clerk = office.person(Role::UnitOfficer, Some("P. TNMT"));
    let theirs = office.sign_in(&clerk);
    let unit = office.unit("P. TNMT").to_string();
    let address = format!("{PAGE}/{}", clerk.account);
    let ended = [
        ("viec", "ket-thuc"),
        ("vai_tro", "chuyen-vien"),
        ("don_vi", &unit),
        ("tu", "01/01/2010"),
        ("den", "24/11/2026"),
    ];
    let given = [
        ("viec", "giao"),
        ("vai_tro", "lanh-dao-don-vi"),
        ("don_vi", &unit),
        ("tu", "25/11/2026"),
        ("den", "31/12/2027"),
    ];
    assert!(office.post(&cookie, &address, &given).await.location().contains("da=giao"));
    assert_eq!(office.get(&theirs, "/").await.status, StatusCode::SEE_OTHER, "signs in again");
    assert!(office.post(&cookie, &address, &ended).await.location().contains("da=ket-thuc"));
    let page = office.get(&cookie, &address).await;
    let (text, html) = (page.text(), page.html());
    assert!(text.contains("Lãnh đạo đơn vị – Phòng Tài nguyên và Môi trường"), "{text}");
    assert!(text.contains("25/11/2026 31/12/2027"), "{text}");
    let past = html.split("<details class=\"past\">").nth(1).unwrap();
    assert!(past.contains("01/01/2010") && past.contains("24/11/2026"), "{past}");
    assert!(text.contains("1 vai trò đã kết thúc"), "{text}");
    // The right of the day is that of the posts of the day.
    let held = |day| {
        let account = office.app.store.read().unwrap().account(clerk.account).unwrap().unwrap();
        account.actor(date(day)).posts.iter().map(|post| post.role).collect::<Vec<_>>()
    };
    assert_eq!(held("2026-11-24"), [Role::UnitOfficer]);
    assert_eq!(held("2026-11-25"), [Role::UnitHead]);
    assert_eq!(held("2028-01-01"), []);
}

#[tokio::test]
async fn a_change_that_is_refused_says_so_beside_its_field_and_keeps_what_was_typed() {
    let office = Office::new();
    let admin = office.person(Role::Administrator, None);
    let cookie = office.sign_in(&admin);
    let address = format!("{PAGE}/{}", admin.account);
    let ended = |den| {
        vec![
            ("viec", "ket-thuc"),
            ("vai_tro", "quan-tri"),
            ("don_vi", ""),
            ("tu", "01/01/2010"),
            ("den", den),
        ]
    };
    let given = |role, from, until| {
        vec![("viec", "giao"), ("vai_tro", role), ("don_vi", ""), ("tu", from), ("den", until)]
    };
    let cases = [
        (vec![("viec", "khoa")], "quản trị viên cuối cùng", "viec"),
        (ended("24/11/2026"), "từ ngày 25/11/2026 sẽ không còn ai quản trị", "den"),
        (ended("31/12/2030"), "từ ngày 01/01/2031 sẽ không còn ai quản trị", "den"),
        (ended("31/12/2009"), "Ngày cuối ở trước ngày đầu", "den"),
        (ended("hôm nay"), "Ghi ngày dạng", "den"),
        (given("", "25/11/2026", ""), "Chưa chọn vai trò", "vai_tro"),
        (given("chuyen-vien", "25/11/2026", ""), "hãy chọn đơn vị", "don_vi"),
        (given("quan-tri", "25/11/2026", ""), "đã giữ từ ngày 01/01/2010", "vai_tro"),
        (given("thanh-tra", "25/11/2026", "24/11/2026"), "Ngày cuối ở trước ngày đầu", "den"),
        (given("thanh-tra", "mai", ""), "Ghi ngày dạng", "tu"),
        (vec![("viec", "mat-khau"), ("mat_khau", "ngắn")], "Mật khẩu cần ít nhất", "mat_khau"),
        (vec![("viec", "mat-khau"), ("mat_khau", "matkhau2026")], "hay gặp", "mat_khau"),
        (vec![("viec", "mat-khau"), ("mat_khau", "người thử 0 nè")], "họ tên", "mat_khau"),
    ];
    for (fields, said, field) in cases {
        let page = office.post(&cookie, &address, &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
        assert!(page.text().contains(said), "{fields:?}: {}", page.text());
        if let Some((_, typed)) =
            fields.iter().find(|(name, _)| *name == field && field != "mat_khau")
        {
            let html = page.html();
            let is_kept = html.contains(&format!("value=\"{typed}\""));
            assert!(field == "viec" || is_kept, "{fields:?}: {html}");
        }
    }
    assert_eq!(posts_of(&office, "nguoi0"), [admin_post().since(date("2010-01-01"))]);
    // With another administrator from that day on the first one may go.
    let other = NewAccount {
        user_name: "sau".into(),
        full_name: "Người Sau".into(),
        password: PASSWORD.into(),
        posts: vec![admin_post().since(date("2031-01-01"))],
    };
    account::create(&office.app, None, other).unwrap();
    let done = office.post(&cookie, &address, &ended("31/12/2030")).await;
    assert!(done.location().contains("da=ket-thuc"), "{}", done.text());
}

fn admin_post() -> Post {
    Post { role: Role::Administrator, unit: None }
}

/// The last administrator stays whichever way they would go, and so does the one of a later day.
#[test]
fn no_change_leaves_a_day_without_an_administrator() {
    let office = Office::new();
    let (one, two) =
        (office.person(Role::Administrator, None), office.person(Role::Inspector, None));
    let change = |id: AccountId, what| account::change(&office.app, None, id, what);
    let from = date("2027-03-01");
    change(two.account, AccountChange::Give(admin_post().since(from))).unwrap();
    let last = date("2027-02-28");
    let end = |from, last| AccountChange::End { post: admin_post(), from, last };
    change(one.account, end(date("2010-01-01"), last)).unwrap();
    let become_other = AccountChange::Become {
        posts: vec![Post { role: Role::Inspector, unit: None }],
        from: date("2027-04-01"),
        until: None,
    };
    for refused in [AccountChange::Active(false), end(from, date("2027-12-31")), become_other] {
        let error = change(two.account, refused.clone()).unwrap_err();
        let is_last = matches!(error, AppError::Refused(Refused::LastAdministrator(_)));
        assert!(is_last, "{refused:?}: {error:?}");
    }
    let error = change(one.account, AccountChange::Active(false)).unwrap_err();
    let today = office.app.clock.today();
    assert!(matches!(error, AppError::Refused(Refused::LastAdministrator(day)) if day == today));
}

#[test]
fn a_session_ends_with_the_last_day_of_its_post() {
    let folder = tempfile::tempdir().unwrap();
    let at = |moment: &str| {
        let moment = chrono::DateTime::parse_from_rfc3339(moment).unwrap();
        App::open(folder.path(), Clock::Fixed(moment.with_timezone(&OFFICE_ZONE))).unwrap()
    };
    let app = at("2026-11-25T22:00:00+07:00");
    let until = Some(date("2026-11-25"));
    let post = Post { role: Role::DeskHead, unit: None };
    let new = NewAccount {
        user_name: "mai".into(),
        full_name: "Trần Thị Mai".into(),
        password: PASSWORD.into(),
        posts: vec![Tenure { post, from: date("2020-01-01"), until }],
    };
    account::create(&app, None, new).unwrap();
    let sign_in = |app: &App| {
        let attempt = session::knock(app, "mai", &session::Caller::default()).unwrap();
        session::sign_in(app, &attempt, PASSWORD)
    };
    let session::SignIn::Done(entered) = sign_in(&app).unwrap() else {
        panic!("no codes are set up")
    };
    assert!(session::visitor(&app, &entered.token).unwrap().is_some());
    drop(app);
    let app = at("2026-11-26T00:00:00+07:00");
    assert!(session::visitor(&app, &entered.token).unwrap().is_none());
    let refused = sign_in(&app).unwrap_err();
    assert!(matches!(refused, AppError::Refused(Refused::NoPostToday)), "{refused:?}");
}

#[test]
fn the_console_changes_posts_from_a_day_on_and_lists_them_with_their_days() {
    let folder = Folder::new();
    folder.run(&["init"]).good();
    folder.account("mai", "nguoi-xu-ly");
    let add = ["account", "add", "hung", "--name", "Lê Văn Hùng", "--role", "chuyen-vien"];
    let days = ["--unit", "P. TNMT", "--from", "2020-03-01", "--until", "31/12/2027"];
    folder.run(&[&add[..], &days[..]].concat()).good();
    let roles = ["account", "roles", "mai", "--role", "thanh-tra", "--from", "2030-01-01"];
    folder.run(&roles).good();
    let list = folder.run(&["account", "list"]).good().out;
    let line = |name: &str| list.lines().find(|line| line.starts_with(name)).unwrap().to_owned();
    assert!(
        line("hung").contains("chuyen-vien – P. TNMT (từ 01/03/2020 đến 31/12/2027)"),
        "{list}"
    );
    assert!(line("mai").contains("nguoi-xu-ly (từ ") && line("mai").contains(" đến 31/12/2029)"));
    assert!(line("mai").contains("thanh-tra (từ 01/01/2030)"), "{list}");
    let backwards = ["account", "roles", "mai", "--role", "thanh-tra", "--until", "2001-01-01"];
    folder.run(&backwards).refused(3, "Ngày cuối ở trước ngày đầu");
    let export = folder.run(&["export"]).good().lines();
    let hung = export.iter().find(|line| line["user_name"] == "hung").unwrap();
    assert_eq!(hung["posts"][0]["from"], "2020-03-01");
    assert_eq!(hung["posts"][0]["until"], "2027-12-31");
}

/// The way in when nobody can sign in any more, with the server running and without it.
#[test]
fn a_reset_at_the_console_lets_in_whoever_lost_everything() {
    let folder = Folder::new();
    folder.run(&["init"]).good();
    let old = folder.account("mai", "quan-tri");
    let password_of =
        |ran: &crate::process::Ran| ran.out.trim().rsplit(' ').next().unwrap().to_owned();
    let new = password_of(&folder.run(&["account", "reset", "MAI"]).good());
    assert_ne!(new, old);
    let served = folder.serve();
    let form = |password| [("ten", "mai"), ("mat_khau", password)];
    for _ in 0..6 {
        assert_eq!(served.post("", "/dang-nhap", &form(&old)).status, 422);
    }
    assert_eq!(served.post("", "/dang-nhap", &form(&new)).status, 429, "has to wait");
    let again = folder.run(&["account", "reset", "mai"]).good();
    assert!(again.err.contains("các phiên đang mở đã kết thúc"), "{}", again.err);
    let newer = password_of(&again);
    let cookie = served.sign_in("mai", &newer);
    assert_eq!(served.get(&cookie, PAGE).status, 200, "waits for nothing any more");
    folder.run(&["account", "reset", "mai"]).good();
    assert_eq!(served.get(&cookie, PAGE).status, 303, "and is out again");
    folder.run(&["account", "reset", "khong-co"]).refused(3, "");
    assert_eq!(served.stop(), 0);
    folder.run(&["verify"]).good();
}
