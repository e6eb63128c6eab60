//! Every route: who is let in, and what every answer carries.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use donthu::domain::permission::{Actor, Role};
use donthu::web::routes::table;
use donthu::web::table::Needs;

use crate::support::address::guarded;
use crate::support::{Office, complaint, leads_to_sign_in};

/// Adding to this list lets the whole Internet in: think twice.
const OPEN_TO_ANYBODY: &[(&str, &str)] = &[
    ("GET", "/dang-nhap"),
    ("POST", "/dang-nhap"),
    ("GET", "/dang-nhap/ma"),
    ("POST", "/dang-nhap/ma"),
    ("POST", "/dang-xuat"),
    ("GET", "/khoi-tao"),
    ("POST", "/khoi-tao"),
    ("GET", "/tinh/{file}"),
];

#[test]
fn only_sign_in_and_static_files_are_open_to_anybody() {
    let open = table().into_iter().filter(|route| route.needs == Needs::Anybody);
    let open: Vec<(&str, &str)> = open.map(|route| (route.method, route.pattern)).collect();
    assert_eq!(open, OPEN_TO_ANYBODY);
}

#[tokio::test]
async fn nobody_gets_anywhere_without_signing_in() {
    let office = Office::new();
    for (route, path) in guarded() {
        for cookie in ["", "donthu_phien=abc"] {
            let page = office.ask(cookie, route.method, &path).await;
            // A session that ended by itself: what was typed is shown once more, to be sent again after signing in.
            let is_form = route.method == "POST" && !cookie.is_empty();
            let is_kept = is_form && page.status == StatusCode::UNAUTHORIZED;
            let is_let_in = !is_kept && !leads_to_sign_in(&page);
            assert!(!is_let_in, "{} {path} with {cookie:?}: {}", route.method, page.status);
        }
    }
}

#[tokio::test]
async fn each_role_is_let_in_where_the_table_says_and_nowhere_else() {
    let office = Office::new();
    let desk = office.person(Role::DeskHead, None);
    let petition = office.register(&desk, complaint("2017-11-24", "Trần Văn Thử", "Một việc"));
    assert_eq!(petition.to_string(), "2017/0001");
    for role in Role::ALL {
        let unit = role.is_of_a_unit().then_some("P. TNMT");
        let person = office.person(*role, unit);
        let cookie = office.sign_in(&person);
        for (route, path) in guarded() {
            let status = office.ask(&cookie, route.method, &path).await.status;
            let refused = refusal(&person, route.needs);
            let is_right = match refused {
                Some(refused) => status == refused,
                // What somebody may do with a petition that they read is asked of the petition, not of the table.
                None if route.needs == Needs::Petition => !status.is_server_error(),
                None => !status.is_server_error() && status != StatusCode::FORBIDDEN,
            };
            assert!(is_right, "{role:?} at {} {path}: {status}", route.method);
        }
    }
}

/// What the person is answered who is not let in, where the petition of the sample address is nobody's yet.
fn refusal(person: &Actor, needs: Needs) -> Option<StatusCode> {
    let is_missing = needs.right().is_some_and(|right| !person.has(right));
    let is_out_of_reach = needs == Needs::Petition && !person.scope().covers(None);
    match (is_missing, is_out_of_reach) {
        (true, _) => Some(StatusCode::FORBIDDEN),
        (false, true) => Some(StatusCode::NOT_FOUND),
        (false, false) => None,
    }
}

#[tokio::test]
async fn a_form_from_another_site_changes_nothing() {
    let office = Office::new();
    let cookie = office.sign_in(&office.person(Role::Administrator, None));
    for (name, value) in [("sec-fetch-site", "cross-site"), ("origin", "https://khac.example")] {
        let request = Request::post("/quan-tri/don-vi")
            .header(header::COOKIE, &cookie)
            .header(header::HOST, "donthu.example")
            .header(name, value)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from("ten=Ph%C3%B2ng+M%E1%BB%9Bi"))
            .unwrap();
        assert_eq!(office.send(request).await.status, StatusCode::FORBIDDEN, "{name}");
    }
    assert!(office.app.office().names.find("Phòng Mới").is_none());
}

/// Addresses and forms that can't be read used to be answered with the library's own English text.
#[tokio::test]
async fn what_cannot_be_read_is_said_on_a_page_of_ours() {
    let office = Office::new();
    let cookie = office.sign_in(&office.person(Role::DeskHead, None));
    for address in ["/don?loai=KN&loai=TC", "/tim?trang=x", "/tim?q=a&trang=99999999999999999999"] {
        let page = office.get(&cookie, address).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{address}");
        assert!(page.text().contains("không đọc được"), "{address}");
    }
    let empty = office.post(&cookie, "/dang-nhap", &[("ten", "a")]).await;
    assert!(empty.text().contains("Biểu mẫu"), "{}", empty.text());
    let wrong_way = office.get(&cookie, "/dang-xuat").await;
    assert!(wrong_way.text().contains("Không tìm thấy"));
    assert!(office.get(&cookie, "/don?tu=31%2F02%2F2018").await.text().contains("31/02/2018"));
}

#[tokio::test]
async fn every_answer_forbids_what_browsers_need_not_do() {
    let office = Office::new();
    let cookie = office.sign_in(&office.person(Role::DeskHead, None));
    for path in ["/", "/don", "/dang-nhap", "/khong-co", "/don/2017/9999"] {
        let page = office.get(&cookie, path).await;
        let header = |name: &str| page.headers[name].to_str().unwrap().to_owned();
        assert!(header("content-security-policy").contains("default-src 'none'"), "{path}");
        assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(header("x-frame-options"), "DENY", "{path}");
        assert_eq!(header("cache-control"), "no-store", "{path}");
        assert_eq!(header("cross-origin-opener-policy"), "same-origin", "{path}");
        assert_eq!(header("cross-origin-resource-policy"), "same-origin", "{path}");
        assert!(header("permissions-policy").contains("camera=()"), "{path}");
        assert!(!page.html().contains(" style=\"") && !page.html().contains("<script>"), "{path}");
    }
    assert_eq!(office.get(&cookie, "/khong-co").await.status, StatusCode::NOT_FOUND);
}
