//! Signing in: one-time codes, sessions of one's own, one's own password; guessing keeps nobody else out.

use std::net::{IpAddr, Ipv4Addr};
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use donthu::app::error::{AppError, Refused};
use donthu::app::session::{self, Caller, SignIn};
use donthu::domain::permission::{Actor, Role};
use donthu::web::routes::table;
use donthu::web::table::Needs;

use crate::support::address::{filled, sample};
use crate::support::{Office, PASSWORD, Page, leads_to_sign_in};

pub(crate) const CODES: &str = "/tai-khoan/ma-xac-nhan";

fn from(address: impl Into<IpAddr>) -> Caller {
    Caller { address: Some(address.into()), browser: "Firefox trên Windows".into(), mark: None }
}

fn user_name(actor: &Actor) -> String {
    actor.full_name.replace("Người Thử ", "nguoi")
}

fn try_in(
    office: &Office,
    name: &str,
    password: &str,
    caller: &Caller,
) -> Result<SignIn, AppError> {
    let attempt = session::knock(&office.app, name, caller)?;
    session::sign_in(&office.app, &attempt, password)
}

pub(crate) fn cookie_of(page: &Page) -> String {
    let set = page.headers[header::SET_COOKIE].to_str().unwrap();
    set.split(';').next().unwrap().to_owned()
}

/// What the device of whoever set this key up shows, so many steps from now.
pub(crate) fn code(key: &str, steps: i64, office: &Office) -> String {
    let secret = totp_rs::Secret::try_from_base32(key.replace('-', "")).unwrap();
    let device = totp_rs::Builder::new().with_secret(secret).build().unwrap();
    let at = office.app.clock.now().timestamp() + steps * 30;
    device.generate(at.try_into().unwrap()).to_string()
}

/// Sets one-time codes up as the page asks; gives the key and the recovery codes.
async fn set_up_codes(office: &Office, cookie: &str) -> (String, Vec<String>) {
    let page = office.get(cookie, CODES).await;
    let shown = |html: &str, tag: &str| -> Vec<String> {
        let parts = html.split(tag).skip(1);
        parts.map(|part| part.split('<').next().unwrap().to_owned()).collect()
    };
    let key = shown(&page.html(), "<strong class=\"key\">").pop().unwrap();
    let first = code(&key, -1, office);
    let done = office.post(cookie, CODES, &[("mat_khau_cu", PASSWORD), ("ma", &first)]).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.text());
    (key, shown(&done.html(), "<li class=\"key\">"))
}

#[test]
fn ten_thousand_bad_sign_ins_leave_the_others_working() {
    let office = Office::new();
    let people =
        [Role::DeskHead, Role::Inspector, Role::Leader].map(|role| office.person(role, None));
    let [known, stranger, meant] = people.map(|actor| user_name(&actor));
    let here = from(Ipv4Addr::new(203, 0, 113, 9));
    try_in(&office, &known, PASSWORD, &here).unwrap();
    // All units may come out of one gateway: what is known then is the browser.
    let SignIn::Done(entered) = try_in(&office, &meant, PASSWORD, &here).unwrap() else {
        panic!("no codes are set up")
    };
    let own_browser = Caller { mark: entered.mark, ..here.clone() };

    let begun = Instant::now();
    let mut compared = 0;
    for number in 0..10_000 {
        let name = if number % 2 == 0 { meant.clone() } else { format!("ten{number}") };
        match try_in(&office, &name, "đoán bừa một câu", &here) {
            Err(AppError::Refused(Refused::WrongCredentials)) => compared += 1,
            Err(AppError::Refused(Refused::TooManyTries(seconds))) => assert!(seconds <= 300),
            other => panic!("{other:?}"),
        }
    }
    assert!(compared <= 61 + 6, "{compared} passwords were compared");
    assert!(begun.elapsed() < Duration::from_mins(1), "{:?}", begun.elapsed());

    let waits = |name: &str, caller: &Caller| match try_in(&office, name, PASSWORD, caller) {
        Ok(SignIn::Done(_)) => false,
        Err(AppError::Refused(Refused::TooManyTries(_))) => true,
        other => panic!("{name}: {other:?}"),
    };
    let elsewhere = from(Ipv4Addr::new(198, 51, 100, 7));
    assert!(!waits(&meant, &elsewhere), "who was meant, from another address");
    assert!(!waits(&known, &here), "who signed in here lately");
    assert!(waits(&stranger, &here) && waits(&meant, &here), "who did not, has to wait");
    assert!(!waits(&stranger, &elsewhere));
    assert!(!waits(&meant, &own_browser), "who was meant, from the same address in their browser");
    assert!(waits(&stranger, &own_browser), "the mark is good for whom it was made");
}

/// Guesses of one name from everywhere: each address has its own count, and the right password gets in.
#[test]
fn a_name_that_is_guessed_from_many_addresses_is_not_locked() {
    let office = Office::new();
    let name = user_name(&office.person(Role::Leader, None));
    for number in 0..40 {
        let caller = from(Ipv4Addr::new(192, 0, 2, number));
        try_in(&office, &name, "đoán bừa một câu", &caller).unwrap_err();
    }
    try_in(&office, &name, PASSWORD, &from(Ipv4Addr::new(198, 51, 100, 7))).unwrap();
}

/// A name that exists must not be told by the clock. A comparison that is left out would be a hundred times quicker.
#[test]
fn unknown_names_cost_the_same_time_as_known_ones() {
    let office = Office::new();
    let known = user_name(&office.person(Role::Leader, None));
    let mut times = [Vec::new(), Vec::new()];
    for number in 0..40 {
        for (at, name) in [known.as_str(), "khong-co-ai"].into_iter().enumerate() {
            let caller = from(Ipv4Addr::new(192, 0, u8::try_from(at).unwrap(), number));
            let begun = Instant::now();
            try_in(&office, name, "đoán bừa một câu", &caller).unwrap_err();
            times[at].push(begun.elapsed());
        }
    }
    let [known, unknown] = times.map(|mut all| {
        all.sort();
        all[all.len() / 2].as_secs_f64()
    });
    let factor = known.max(unknown) / known.min(unknown);
    assert!(factor < 1.6, "known {known:.4} s, unknown {unknown:.4} s");
}

#[tokio::test]
async fn who_has_to_wait_is_told_how_long_and_keeps_what_was_typed() {
    let office = Office::new();
    let name = user_name(&office.person(Role::DeskHead, None));
    let typed = [("ten", name.as_str()), ("mat_khau", "đoán bừa một câu"), ("tiep", "/don")];
    for _ in 0..6 {
        let wrong = office.post("", "/dang-nhap", &typed).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.text().contains("không đúng"), "{}", wrong.text());
    }
    let told = office.post("", "/dang-nhap", &typed).await;
    assert_eq!(told.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(told.headers[header::RETRY_AFTER], "2");
    assert!(told.text().contains("Chờ 2 giây rồi thử lại"), "{}", told.text());
    assert_eq!((told.value("ten"), told.value("tiep")), (name.clone(), "/don".into()));
    assert!(!told.html().contains("đoán bừa"));
    let right = [("ten", name.as_str()), ("mat_khau", PASSWORD)];
    let refused = office.post("", "/dang-nhap", &right).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS, "not even compared");
}

#[tokio::test]
async fn with_codes_set_up_a_password_alone_opens_nothing() {
    let office = Office::new();
    let desk = office.person(Role::DeskHead, None);
    let name = user_name(&desk);
    let cookie = office.sign_in(&desk);
    let (key, recovery) = set_up_codes(&office, &cookie).await;
    assert_eq!(recovery.len(), 10);
    assert!(office.get(&cookie, "/tai-khoan").await.text().contains("Còn 10 mã dự phòng"));

    let password = [("ten", name.as_str()), ("mat_khau", PASSWORD), ("tiep", "/don")];
    let first = office.post("", "/dang-nhap", &password).await;
    assert_eq!(first.location(), "/dang-nhap/ma?tiep=/don");
    let half = cookie_of(&first);
    assert!(leads_to_sign_in(&office.get(&half, "/don").await), "half way in is not in");
    assert_eq!(office.get(&half, "/dang-nhap/ma").await.status, StatusCode::OK);
    assert_eq!(office.get("", "/dang-nhap/ma").await.location(), "/dang-nhap");

    let used = code(&key, -1, &office);
    let wrong = office.post(&half, "/dang-nhap/ma", &[("ma", &used), ("tiep", "/don")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "it confirmed the set-up");
    assert!(wrong.text().contains("Mã không đúng"), "{}", wrong.text());
    let good = code(&key, 0, &office);
    let done = office.post(&half, "/dang-nhap/ma", &[("ma", &good), ("tiep", "/don")]).await;
    assert_eq!(done.location(), "/don", "{}", done.text());
    let whole = cookie_of(&done);
    assert_ne!(whole, half, "another token");
    assert_eq!(office.get(&whole, "/don").await.status, StatusCode::OK);
    assert!(leads_to_sign_in(&office.get(&half, "/don").await));

    // The same code again, and a recovery code twice.
    let half = cookie_of(&office.post("", "/dang-nhap", &password).await);
    let again = office.post(&half, "/dang-nhap/ma", &[("ma", &good)]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "a code is good once");
    let spare = recovery[4].to_uppercase();
    let done = office.post(&half, "/dang-nhap/ma", &[("ma", &spare)]).await;
    assert_eq!(done.location(), "/", "{}", done.text());
    let page = office.get(&cookie_of(&done), "/tai-khoan").await;
    assert!(page.text().contains("Còn 9 mã dự phòng"), "{}", page.text());
    let half = cookie_of(&office.post("", "/dang-nhap", &password).await);
    let again = office.post(&half, "/dang-nhap/ma", &[("ma", &spare)]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "a recovery code too");
}

#[tokio::test]
async fn wrong_codes_are_counted_and_end_the_sign_in() {
    let office = Office::new();
    let desk = office.person(Role::DeskHead, None);
    let (key, _) = set_up_codes(&office, &office.sign_in(&desk)).await;
    let name = user_name(&desk);
    let password = [("ten", name.as_str()), ("mat_khau", PASSWORD)];
    let half = cookie_of(&office.post("", "/dang-nhap", &password).await);
    let mut answers = Vec::new();
    for _ in 0..5 {
        let page = office.post(&half, "/dang-nhap/ma", &[("ma", "000000")]).await;
        answers.push(page.text());
    }
    assert!(answers[..4].iter().all(|text| text.contains("Mã không đúng")), "{answers:?}");
    assert!(answers[4].contains("hãy đăng nhập lại"), "{}", answers[4]);
    let good = code(&key, 0, &office);
    let late = office.post(&half, "/dang-nhap/ma", &[("ma", &good)]).await;
    assert!(late.text().contains("hãy đăng nhập lại"), "{}", late.text());
    let refused = office.post("", "/dang-nhap", &password).await;
    assert_eq!(
        refused.status,
        StatusCode::TOO_MANY_REQUESTS,
        "wrong codes count as wrong passwords"
    );
}

#[tokio::test]
async fn who_must_have_codes_is_led_to_set_them_up_and_reaches_nothing_else() {
    let office = Office::new();
    let admin = office.sign_in(&office.person(Role::Administrator, None));
    let leader = office.person(Role::Leader, None);
    let theirs = office.sign_in(&leader);
    assert_eq!(office.get(&theirs, "/don").await.status, StatusCode::OK);
    let required = [("vai_tro", "lanh-dao-ubnd"), ("vai_tro", "thanh-tra")];
    let set = office.post(&admin, "/quan-tri/tai-khoan/bat-buoc-ma", &required).await;
    assert_eq!(set.location(), "/quan-tri/tai-khoan");
    let page = office.get(&admin, "/quan-tri/tai-khoan").await.html();
    let form = page.split("bat-buoc-ma").nth(1).unwrap();
    assert_eq!(form.matches(" checked").count(), 2, "as it was set");
    assert_eq!(office.get(&admin, "/").await.status, StatusCode::OK, "not an administrator");

    for route in table() {
        if matches!(route.needs, Needs::Anybody | Needs::OwnCodes) {
            continue;
        }
        let page = office.ask(&theirs, route.method, &filled(&route, sample)).await;
        let is_led = page.status == StatusCode::SEE_OTHER && page.location() == CODES;
        assert!(is_led, "{} {}: {}", route.method, route.pattern, page.status);
    }
    let (key, _) = set_up_codes(&office, &theirs).await;
    assert_eq!(office.get(&theirs, "/don").await.status, StatusCode::OK);

    // The device is lost: an administrator turns the codes off, and they are set up anew.
    let address = format!("/quan-tri/tai-khoan/{}", leader.account);
    let off = office.post(&admin, &address, &[("viec", "tat-ma")]).await;
    assert!(off.location().contains("da=tat-ma"), "{}", off.text());
    assert!(leads_to_sign_in(&office.get(&theirs, "/don").await), "the session ended");
    let again = office.sign_in(&leader);
    assert_eq!(office.get(&again, "/").await.location(), CODES);
    let (other, _) = set_up_codes(&office, &again).await;
    assert_ne!(other, key, "another key");
}

#[tokio::test]
async fn codes_are_set_up_and_turned_off_with_the_password_only() {
    let office = Office::new();
    let cookie = office.sign_in(&office.person(Role::DeskHead, None));
    let page = office.get(&cookie, CODES).await;
    assert_eq!(
        office.get(&cookie, CODES).await.html(),
        page.html(),
        "the same key until it is confirmed"
    );
    let html = page.html();
    let key = html.split("<strong class=\"key\">").nth(1).unwrap().split('<').next().unwrap();
    let link = page.links().into_iter().find(|link| link.starts_with("otpauth://totp/")).unwrap();
    assert!(link.contains(&key.replace('-', "")) && html.contains("<svg class=\"qr\""));
    let good = code(key, 0, &office);
    for (password, typed, said) in [
        ("sai", good.as_str(), "Mật khẩu hiện nay không đúng"),
        (PASSWORD, "000000", "Mã không đúng"),
    ] {
        let fields = [("mat_khau_cu", password), ("ma", typed)];
        let refused = office.post(&cookie, CODES, &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text().contains(said), "{}", refused.text());
    }
    let on = [("mat_khau_cu", PASSWORD), ("ma", good.as_str())];
    assert_eq!(office.post(&cookie, CODES, &on).await.status, StatusCode::OK);
    let renewed = format!("{CODES}/du-phong");
    let refused = office.post(&cookie, &renewed, &[("mat_khau_cu", "sai")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let renewed = office.post(&cookie, &renewed, &[("mat_khau_cu", PASSWORD)]).await;
    assert_eq!(renewed.html().matches("<li class=\"key\">").count(), 10);
    let off = format!("{CODES}/tat");
    let refused = office.post(&cookie, &off, &[("mat_khau_cu", "sai")]).await;
    assert!(refused.text().contains("Mật khẩu hiện nay không đúng"), "{}", refused.text());
    let done = office.post(&cookie, &off, &[("mat_khau_cu", PASSWORD)]).await;
    assert_eq!(done.location(), "/tai-khoan?da=tat-ma");
    assert!(office.get(&cookie, "/tai-khoan").await.text().contains("Chưa bật"));
}

#[tokio::test]
async fn one_sees_and_ends_ones_own_sessions() {
    let office = Office::new();
    let desk = office.person(Role::DeskHead, None);
    let name = user_name(&desk);
    let agent = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/131.0 Safari/537.36";
    let body = crate::support::page::form(&[("ten", &name), ("mat_khau", PASSWORD)]);
    let request = Request::post("/dang-nhap")
        .header(header::USER_AGENT, agent)
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(body))
        .unwrap();
    let mine = cookie_of(&office.send(request).await);
    let others = [office.sign_in(&desk), office.sign_in(&desk), office.sign_in(&desk)];
    let strangers = office.sign_in(&office.person(Role::Inspector, None));
    let page = office.get(&mine, "/tai-khoan").await;
    assert!(page.text().contains("Chrome trên Windows phiên này"), "{}", page.text());
    let html = page.html();
    let named = html.split("name=\"phien\" value=\"").skip(1);
    let named: Vec<&str> = named.map(|part| part.split('"').next().unwrap()).collect();
    assert_eq!(named.len(), 3);

    let is_in = async |cookie: &str| !leads_to_sign_in(&office.get(cookie, "/don").await);
    office.post(&strangers, "/tai-khoan/phien", &[("phien", named[0])]).await;
    office.post(&mine, "/tai-khoan/phien", &[]).await;
    for cookie in &others {
        assert!(is_in(cookie).await, "a session is its owner's to end");
    }
    office.post(&mine, "/tai-khoan/phien", &[("phien", named[0])]).await;
    let mut left = 0;
    for cookie in &others {
        left += usize::from(is_in(cookie).await);
    }
    assert_eq!(left, 2);
    let done = office.post(&mine, "/tai-khoan/phien", &[("khac", "1")]).await;
    assert_eq!(done.location(), "/tai-khoan?da=phien");
    for cookie in &others {
        assert!(!is_in(cookie).await);
    }
    assert!(is_in(&mine).await && is_in(&strangers).await);
}

#[tokio::test]
async fn another_password_of_ones_own_ends_the_other_sessions() {
    const NEW: &str = "hỏi thăm chú chuột đi đâu";
    let office = Office::new();
    let desk = office.person(Role::DeskHead, None);
    let (mine, other) = (office.sign_in(&desk), office.sign_in(&desk));
    let change = async |old: &str, new: &str, again: &str| {
        let fields = [("mat_khau_cu", old), ("mat_khau", new), ("mat_khau_lai", again)];
        office.post(&mine, "/tai-khoan/mat-khau", &fields).await
    };
    for (old, new, again, said) in [
        ("sai", NEW, NEW, "Mật khẩu hiện nay không đúng"),
        (PASSWORD, NEW, "khác", "Hai lần nhập không giống nhau"),
        (PASSWORD, "8 letter", "8 letter", "Mật khẩu cần ít nhất"),
        (PASSWORD, "Quy Nhơn 2018", "Quy Nhơn 2018", "hay gặp"),
        (PASSWORD, "Người Thử 0 đây", "Người Thử 0 đây", "họ tên"),
    ] {
        let page = change(old, new, again).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{said}");
        assert!(page.text().contains(said), "{said}: {}", page.text());
        assert!(!page.html().contains(new), "{said}");
    }
    assert_eq!(office.get(&other, "/don").await.status, StatusCode::OK);
    assert_eq!(change(PASSWORD, NEW, NEW).await.location(), "/tai-khoan?da=mat-khau");
    assert_eq!(office.get(&mine, "/don").await.status, StatusCode::OK);
    assert!(leads_to_sign_in(&office.get(&other, "/don").await));
    let name = user_name(&desk);
    let signed_in = office.post("", "/dang-nhap", &[("ten", &name), ("mat_khau", NEW)]).await;
    assert_eq!(signed_in.location(), "/");
}

/// At a counter that several people use.
#[tokio::test]
async fn after_signing_out_nothing_of_the_person_is_left_in_the_browser() {
    let office = Office::new();
    let desk = office.person(Role::DeskHead, None);
    let cookie = office.sign_in(&desk);
    for path in ["/", "/don", "/tai-khoan", CODES] {
        let page = office.get(&cookie, path).await;
        assert_eq!(page.headers[header::CACHE_CONTROL], "no-store", "{path}: Back shows nothing");
    }
    let out = office.post(&cookie, "/dang-xuat", &[]).await;
    let gone = out.headers[header::SET_COOKIE].to_str().unwrap();
    assert!(gone.starts_with("donthu_phien=;") && gone.contains("Max-Age=0"), "{gone}");
    assert!(leads_to_sign_in(&office.get(&cookie, "/don").await));
    // Whoever signs in at the same browser ends what was left open there.
    let (left_open, other) = (office.sign_in(&desk), user_name(&office.person(Role::Leader, None)));
    let next = [("ten", other.as_str()), ("mat_khau", PASSWORD)];
    assert_eq!(office.post(&left_open, "/dang-nhap", &next).await.location(), "/");
    assert!(leads_to_sign_in(&office.get(&left_open, "/don").await));
}
