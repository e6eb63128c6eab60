//! Every route: who is let in, and what every answer carries.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use donthu::domain::permission::Role;
use donthu::web::routes::PATHS;

use crate::support::{Office, complaint, leads_to_sign_in};

#[tokio::test]
async fn nobody_sees_a_page_without_signing_in() {
    let office = Office::new();
    for path in PATHS {
        let page = office.get("", path).await;
        assert!(leads_to_sign_in(&page), "{path}: {}", page.status);
        let forged = office.get("donthu_phien=abc", path).await;
        assert!(leads_to_sign_in(&forged), "{path} with a made-up session: {}", forged.status);
    }
}

#[tokio::test]
async fn each_role_opens_what_its_rights_say_and_nothing_else() {
    let office = Office::new();
    let desk = office.person(Role::DeskHead, None);
    office.register(&desk, complaint("2026-11-24", "Trần Văn Thử", "Một việc"));
    for role in Role::ALL {
        let unit = role.is_of_a_unit().then_some("P. TNMT");
        let cookie = office.sign_in(&office.person(*role, unit));
        for path in PATHS {
            let status = office.get(&cookie, path).await.status;
            let expected = expected(*role, path);
            assert!(expected.contains(&status), "{role:?} at {path}: {status}");
        }
    }
}

fn expected(role: Role, path: &str) -> &'static [StatusCode] {
    const OK: &[StatusCode] = &[StatusCode::OK];
    const FORBIDDEN: &[StatusCode] = &[StatusCode::FORBIDDEN];
    // The sample petition is nobody's yet: a unit, and the administrator, do not learn that it exists.
    const GONE: &[StatusCode] = &[StatusCode::NOT_FOUND];
    const OK_OR_GONE: &[StatusCode] = &[StatusCode::OK, StatusCode::NOT_FOUND];
    let is_desk = matches!(role, Role::DeskOfficer | Role::DeskHead);
    let is_admin = role == Role::Administrator;
    let sees_all = !is_admin && !role.is_of_a_unit();
    match path {
        "/" | "/tinh-han" => OK,
        "/duyet" if role == Role::Leader => OK,
        "/don/moi" if is_desk || role == Role::IntakeOfficer => OK,
        "/don/moi" | "/duyet" => FORBIDDEN,
        path if path.starts_with("/don/2") => {
            if sees_all {
                OK_OR_GONE
            } else {
                GONE
            }
        }
        path if path.starts_with("/don") || path.starts_with("/tim") => {
            if is_admin {
                FORBIDDEN
            } else {
                OK
            }
        }
        path if path.contains("nhap-so") || path.contains("dong-cho-sua") => {
            if is_desk {
                OK_OR_GONE
            } else {
                FORBIDDEN
            }
        }
        _ => {
            if is_admin {
                OK
            } else {
                FORBIDDEN
            }
        }
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
        assert!(!page.html().contains(" style=\"") && !page.html().contains("<script>"), "{path}");
    }
    assert_eq!(office.get(&cookie, "/khong-co").await.status, StatusCode::NOT_FOUND);
}
