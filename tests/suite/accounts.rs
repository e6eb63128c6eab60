//! The page of accounts: several roles to a person, and whatever is refused stands beside what was typed.

use axum::http::StatusCode;
use donthu::domain::permission::{Post, Role};

use crate::support::Office;

const PAGE: &str = "/quan-tri/tai-khoan";
const PASSWORD: &str = "Mot-mat-khau-dai-2018";

fn posts_of(office: &Office, user_name: &str) -> Vec<Post> {
    office.app.store.read().unwrap().account_named(user_name).unwrap().unwrap().posts
}

#[tokio::test]
async fn a_person_is_given_several_roles_and_others_later() {
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
    ];
    let refused = office.post(&cookie, PAGE, &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("hãy chọn đơn vị"), "{}", refused.text());
    assert_eq!(
        (refused.value("ten"), refused.value("ho_ten")),
        ("hoa".into(), "Lê Thị Hoa".into())
    );
    let chosen = |page: &crate::support::Page| page.html().matches(" checked").count();
    assert_eq!(
        chosen(&refused),
        1 + 2,
        "the administrator's own role, and the two that were chosen"
    );
    assert!(!refused.html().contains(PASSWORD));

    fields[5].1 = &number;
    assert_eq!(office.post(&cookie, PAGE, &fields).await.location(), PAGE);
    let both = [
        Post { role: Role::IntakeOfficer, unit: None },
        Post { role: Role::UnitOfficer, unit: Some(unit) },
    ];
    assert_eq!(posts_of(&office, "hoa"), both);
    let page = office.get(&cookie, PAGE).await;
    assert_eq!(chosen(&page), 1 + 2, "what is held is chosen in the form that changes it");
    assert!(page.html().contains(&format!("<option value=\"{number}\" selected>")));

    let hoa = office.app.store.read().unwrap().account_named("hoa").unwrap().unwrap().id;
    let address = format!("{PAGE}/{hoa}");
    let roles = [("viec", "vai-tro"), ("vai_tro", "nguoi-xu-ly"), ("vai_tro", "thanh-tra")];
    assert_eq!(office.post(&cookie, &address, &roles).await.location(), PAGE);
    let roles: Vec<Role> = posts_of(&office, "hoa").iter().map(|post| post.role).collect();
    assert_eq!(roles, [Role::DeskOfficer, Role::Inspector]);
}

#[tokio::test]
async fn a_change_that_is_refused_says_so_in_its_row() {
    let office = Office::new();
    let admin = office.person(Role::Administrator, None);
    let cookie = office.sign_in(&admin);
    let address = format!("{PAGE}/{}", admin.account);
    let cases: [(&[(&str, &str)], &str); 4] = [
        (&[("viec", "khoa")], "quản trị viên cuối cùng"),
        (&[("viec", "vai-tro"), ("vai_tro", "thanh-tra")], "quản trị viên cuối cùng"),
        (&[("viec", "vai-tro")], "Chưa chọn vai trò"),
        (&[("viec", "mat-khau"), ("mat_khau", "ngắn")], "Mật khẩu cần ít nhất"),
    ];
    for (fields, said) in cases {
        let page = office.post(&cookie, &address, fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
        assert!(page.text().contains(said), "{fields:?}: {}", page.text());
        let is_open = page.html().contains("<details open>");
        assert_eq!(is_open, fields[0].1 != "khoa", "{fields:?}");
    }
    assert_eq!(posts_of(&office, "nguoi0"), [Post { role: Role::Administrator, unit: None }]);
}
