//! Journey 1: from an empty folder to an office with its people.

use super::stage::{DESK, PASSWORD, Person, Stage, browser_is_there, data_folder};

#[tokio::test]
async fn an_office_is_set_up_from_the_link_that_serve_prints() {
    if !browser_is_there() {
        return;
    }
    let stage = Stage::open(data_folder(), DESK).await;
    let link = stage.setup_link();
    stage.driver.goto(&link).await.unwrap();
    stage.fill("co_quan", "UBND thành phố Quy Nhơn").await;
    stage.fill("ho_ten", "Ngô Quản Trị").await;
    stage.fill("ten", "quantri").await;
    stage.fill("mat_khau", PASSWORD).await;
    stage.fill("mat_khau_lai", "khac-han-mat-khau-kia").await;
    stage.press("Tạo").await;
    stage.says("Hai lần nhập không giống nhau.").await;
    assert_eq!(stage.value("co_quan").await, "UBND thành phố Quy Nhơn", "nothing typed is lost");
    stage.fill("mat_khau", PASSWORD).await;
    stage.fill("mat_khau_lai", PASSWORD).await;
    stage.press("Tạo").await;
    stage.at("/dang-nhap").await;
    stage.says("UBND thành phố Quy Nhơn").await;

    stage.driver.goto(&link).await.unwrap();
    assert!(stage.all("input[name=co_quan]").await.is_empty(), "the link works once");

    let administrator = Person { user_name: "quantri".into(), password: PASSWORD.into() };
    stage.go("/dang-nhap").await;
    stage.fill("ten", "quantri").await;
    stage.fill("mat_khau", "khong-phai-mat-khau").await;
    stage.press("Đăng nhập").await;
    stage.find("[role=alert]").await;
    assert_eq!(stage.value("ten").await, "quantri");
    stage.sign_in(&administrator).await;

    for (user_name, full_name, role) in [
        ("mai", "Trần Thị Mai", "Cán bộ tiếp nhận"),
        ("hung", "Lê Văn Hùng", "Lãnh đạo Ban Tiếp công dân"),
    ] {
        stage.press("Tài khoản").await;
        stage.at("/quan-tri/tai-khoan").await;
        stage.fill("ten", user_name).await;
        stage.fill("ho_ten", full_name).await;
        stage.choose("vai_tro", role).await;
        stage.find("aside [name=mat_khau]").await.send_keys(PASSWORD).await.unwrap();
        stage.press("Thêm").await;
        stage.says(full_name).await;
    }

    the_administrator_reads_no_petition(&stage).await;
    stage.go("/").await;
    stage.press("Đăng xuất").await;
    stage.at("/dang-nhap").await;
    stage.go("/quan-tri/tai-khoan").await;
    stage.at("/dang-nhap").await;
    let mai = Person { user_name: "mai".into(), password: PASSWORD.into() };
    stage.sign_in(&mai).await;
    stage.press("Tiếp nhận đơn").await;
    stage.at("/don/moi").await;
}

async fn the_administrator_reads_no_petition(stage: &Stage) {
    let menu = stage.texts("nav a").await.join("\n");
    assert!(!menu.contains("Đơn\n") && !menu.contains("Tìm"), "{menu}");
    assert!(stage.all("input[type=search]").await.is_empty());
    for path in ["/don", "/don/moi", "/tim?q=loan", "/don.xlsx", "/quan-tri/nhap-so"] {
        stage.go(path).await;
        let text = stage.text().await;
        assert!(text.contains("Không có quyền"), "{path}: {text}");
    }
}
