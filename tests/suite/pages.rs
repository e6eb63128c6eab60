//! Pages as a person meets them: intake that loses nothing, a seal that holds, search that finds what was just written.

use axum::http::StatusCode;
use donthu::domain::permission::Role;
use donthu::domain::petition::Kind;

use crate::support::page::encode;
use crate::support::{Office, complaint};

/// A filled intake form.
fn typed<'a>(key: &'a str, kind: &'a str, name: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("khoa", key),
        ("nguon", "truc-tiep"),
        ("ngay_nhan", "24/11/2026"),
        ("so_nguoi", "1"),
        ("ho_ten", name),
        ("dia_chi", "Tổ 62, KV 9"),
        ("phuong_xa", "phường Nhơn Bình"),
        ("loai", kind),
        ("noi_dung", "Không đồng ý giá bồi thường thửa 287, tờ bản đồ số 10"),
    ]
}

#[tokio::test]
async fn a_double_click_registers_once_and_numbers_follow_each_other() {
    let office = Office::new();
    let cookie = office.sign_in(&office.person(Role::IntakeOfficer, None));
    let key = office.get(&cookie, "/don/moi").await.value("khoa");
    let first = office.post(&cookie, "/don/moi", &typed(&key, "KN", "Nguyễn Thị Loan")).await;
    let again = office.post(&cookie, "/don/moi", &typed(&key, "KN", "Nguyễn Thị Loan")).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER);
    assert_eq!(first.location(), again.location());
    assert!(first.location().starts_with("/don/moi?vua=2026/0001"), "{}", first.location());
    let next = office.get(&cookie, "/don/moi").await.value("khoa");
    let second = office.post(&cookie, "/don/moi", &typed(&next, "KN", "Lê Văn Hùng")).await;
    assert!(second.location().starts_with("/don/moi?vua=2026/0002"), "{}", second.location());
}

/// Back in the browser, another matter typed over the old one, sent again: the second petition used to be taken for a
/// double click of the first and was lost.
#[tokio::test]
async fn a_form_that_holds_something_else_by_now_is_not_taken_for_a_double_click() {
    let office = Office::new();
    let cookie = office.sign_in(&office.person(Role::IntakeOfficer, None));
    office.post(&cookie, "/don/moi", &typed("0f", "KN", "Nguyễn Thị Loan")).await;
    let other = office.post(&cookie, "/don/moi", &typed("0f", "KN", "Lê Văn Hùng")).await;
    assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(other.text().contains("đã lưu thành đơn 2026/0001"), "{}", other.text());
    assert_eq!(other.value("ho_ten"), "Lê Văn Hùng");
    let key = other.value("khoa");
    let saved = office.post(&cookie, "/don/moi", &typed(&key, "KN", "Lê Văn Hùng")).await;
    assert!(saved.location().starts_with("/don/moi?vua=2026/0002"), "{}", saved.location());
}

#[tokio::test]
async fn nothing_typed_is_lost_on_an_error() {
    let office = Office::new();
    let cookie = office.sign_in(&office.person(Role::IntakeOfficer, None));
    let mut form = typed("0f", "KN", "Nguyễn Thị \"Loan\" <b>");
    form.retain(|(name, _)| *name != "ngay_nhan");
    form.push(("ngay_nhan", "31/02/2026"));
    let page = office.post(&cookie, "/don/moi", &form).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text().contains("Ngày không có thật"));
    assert!(page.text().contains("thửa 287, tờ bản đồ số 10"));
    assert!(!page.html().contains("<b>\""), "what was typed is escaped");
    assert_eq!(page.value("ngay_nhan"), "31/02/2026");
    assert_eq!(page.value("dia_chi"), "Tổ 62, KV 9");
}

#[tokio::test]
async fn a_session_that_ended_keeps_what_was_typed() {
    let office = Office::new();
    let ended = "donthu_phien=het-han";
    let page = office.post(ended, "/don/moi", &typed("0f", "KN", "Nguyễn Thị Loan")).await;
    assert_eq!(page.status, StatusCode::UNAUTHORIZED);
    assert_eq!(page.value("ho_ten"), "Nguyễn Thị Loan");
    assert!(page.value("noi_dung").contains("thửa 287"));
    let forms: [(&str, &[(&str, &str)]); 6] = [
        ("/quan-tri/dong-cho-sua/1", &[("noi_dung", "Dòng một\nDòng hai"), ("nguoi_gui", "Lê A")]),
        ("/quan-tri/dong-cho-sua/1/bo", &[("ly_do", "Trùng với đơn khác")]),
        ("/quan-tri/tai-khoan", &[("ten", "mai"), ("vai_tro", "chuyen-vien"), ("ho_ten", "Mai")]),
        ("/quan-tri/tai-khoan/1", &[("viec", "mo")]),
        ("/quan-tri/don-vi", &[("ten", "Phòng \"Mới\" <b>"), ("ten_ngan", "P. M")]),
        ("/don/2026/0001/danh-tinh", &[("ly_do", "Xác minh nội dung tố cáo")]),
    ];
    for (address, fields) in forms {
        let page = office.post(ended, address, fields).await;
        assert_eq!(page.status, StatusCode::UNAUTHORIZED, "{address}");
        assert!(page.html().contains(&format!("action=\"{address}\"")), "{address}");
        for (name, value) in fields {
            let kept = page.value(name).replace("&#34;", "\"");
            let kept = kept.replace("&#60;", "<").replace("&#62;", ">");
            assert_eq!(&kept, value, "{address}: {name}");
        }
    }
    let secret = [("viec", "mat-khau"), ("mat_khau", "con ngựa đi qua cầu")];
    let page = office.post(ended, "/quan-tri/tai-khoan/1", &secret).await;
    assert!(page.html().contains("value=\"mat-khau\"") && !page.html().contains("con ngựa"));
    // The second sending is taken as the first would have been.
    let cookie = office.sign_in(&office.person(Role::Administrator, None));
    let unit = [("ten", "Phòng Mới"), ("ten_ngan", "P. M")];
    let kept = office.post(ended, "/quan-tri/don-vi", &unit).await;
    let again = [("ten", &*kept.value("ten")), ("ten_ngan", &*kept.value("ten_ngan"))];
    assert_eq!(office.post(&cookie, "/quan-tri/don-vi", &again).await.status, 303);
    assert!(office.app.office().names.find("Phòng Mới").is_some());
}

#[tokio::test]
async fn what_was_just_registered_is_found_on_the_next_page() {
    let office = Office::new();
    let cookie = office.sign_in(&office.person(Role::IntakeOfficer, None));
    for number in 1..=5 {
        let key = format!("{number:x}");
        let name = ["Đỗ Thị Nhàn", "Đỗ Thị Nhãn", "Lý Quý", "Hòa", "Võ Thúy"][number - 1];
        office.post(&cookie, "/don/moi", &typed(&key, "KN", name)).await;
        let found = office.get(&cookie, &format!("/tim?q={}", encode(name))).await;
        let expected = format!("2026/{number:04}");
        assert_eq!(found.numbers().first(), Some(&expected), "{name}");
    }
    let found = office.get(&cookie, "/tim?q=do+thi+nhan").await;
    assert_eq!(found.numbers().len(), 2);
}

#[tokio::test]
async fn a_denouncer_is_named_nowhere_but_where_the_seal_is_opened() {
    let office = Office::new();
    let intake = office.person(Role::IntakeOfficer, None);
    let mut facts = complaint("2026-11-24", "Quách Bí Mật", "Tố cáo thu tiền sai quy định");
    facts.kind = Kind::Denunciation;
    let id = office.register(&intake, facts);
    // Only who wrote it is waited for by a search; the others ask a moment later.
    office.app.index.wait_for(office.app.store.last_seq(), std::time::Duration::from_mins(1));
    let page = format!("/don/{id}");
    let names = ["Bí Mật", "Tổ 62"];
    let by_all = [Role::DeskHead, Role::Leader, Role::Inspector, Role::IntakeOfficer];
    for role in by_all {
        let actor =
            if role == Role::IntakeOfficer { intake.clone() } else { office.person(role, None) };
        let cookie = office.sign_in(&actor);
        let receipt = format!("{page}/bien-nhan");
        for address in [
            "/",
            "/don",
            &page,
            &receipt,
            "/tim?q=quach+bi+mat",
            "/tim?q=thu+tien",
            "/don?xep=nguoi-gui",
        ] {
            let shown = office.get(&cookie, address).await;
            for name in names {
                let in_results = shown.html().replace("Quách Bí Mật", "").contains(name);
                assert!(
                    !in_results && !shown.text().contains("Quách Bí Mật"),
                    "{role:?} {address}"
                );
            }
        }
        assert!(
            office
                .get(&cookie, "/tim?q=thu+tien+sai")
                .await
                .text()
                .contains("Công dân TC-2026-0001")
        );
        let opened = office
            .post(&cookie, &format!("{page}/danh-tinh"), &[("ly_do", "đối chiếu chữ ký")])
            .await;
        let may = matches!(role, Role::Leader | Role::IntakeOfficer);
        assert_eq!(opened.text().contains("Quách Bí Mật"), may, "{role:?}");
        if may {
            let history = office.get(&cookie, &page).await;
            assert!(history.text().contains("đối chiếu chữ ký"), "the opening is in the history");
        }
    }
    let sheet = office.get(&office.sign_in(&intake), "/don.xlsx").await;
    assert_eq!(&sheet.bytes[..2], b"PK");
    let mut lines = Vec::new();
    donthu::app::export::json_lines(&office.app, &mut lines).unwrap();
    assert!(!String::from_utf8(lines).unwrap().contains("Bí Mật"));
}

#[tokio::test]
async fn any_text_can_be_searched_for() {
    let office = Office::new();
    let desk = office.person(Role::DeskHead, None);
    office
        .register(&desk, complaint("2026-11-24", "Nguyễn Thị Loan", "Không đồng ý giá bồi thường"));
    let cookie = office.sign_in(&desk);
    let long = "a".repeat(10_000);
    for typed in
        ["", " ", "\"", "\"giá bồi", "a:b AND (", "*", "-", "🙂", "\u{301}", "%", "<script>", &long]
    {
        let page = office.get(&cookie, &format!("/tim?q={}", encode(typed))).await;
        assert_eq!(page.status, StatusCode::OK, "{typed:.20}");
        assert!(!page.html().contains("<script>"), "{typed:.20}");
    }
}

#[tokio::test]
async fn the_first_administrator_is_made_once_through_the_printed_link() {
    let office = Office::new();
    let key = donthu::app::session::open_setup(&office.app).unwrap().unwrap();
    let form = |password: &'static str| {
        vec![
            ("ma", key.clone()),
            ("co_quan", "UBND phường Thử".to_owned()),
            ("ho_ten", "Quản Trị Thử".to_owned()),
            ("ten", "quantri".to_owned()),
            ("mat_khau", password.to_owned()),
            ("mat_khau_lai", password.to_owned()),
        ]
    };
    let send = async |fields: Vec<(&str, String)>| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
        office.post("", "/khoi-tao", &fields).await
    };
    let weak = send(form("123456789000")).await;
    assert_eq!(weak.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(weak.value("co_quan").contains("UBND phường Thử"));
    assert_eq!(send(form("đường về nhà xa")).await.location(), "/dang-nhap");
    let again = send(form("đường về nhà xa")).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "the link is used up");
    let other = Office::new();
    let printed = donthu::app::session::open_setup(&other.app).unwrap().unwrap();
    other.person(Role::DeskHead, None);
    let is_open = donthu::app::session::setup_is_open(&other.app, &printed).unwrap();
    assert!(!is_open, "an account made at the console closes the link too");
    let signed_in =
        office.post("", "/dang-nhap", &[("ten", "QuanTri"), ("mat_khau", "đường về nhà xa")]).await;
    assert_eq!(signed_in.location(), "/");
    let cookie = signed_in.headers["set-cookie"].to_str().unwrap().to_owned();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
    assert_eq!(
        office.post("", "/dang-nhap", &[("ten", "quantri"), ("mat_khau", "sai")]).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
}
