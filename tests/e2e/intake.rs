//! Journey 3: a citizen at the counter, a petition registered without the mouse.

use thirtyfour::{Key, TypingData};

use super::stage::{DESK, Stage, browser_is_there, data_folder, person};

const NAME: &str = "Công Tằng Tôn Nữ Hoàng Thị Ngọc Bích Trâm Thùy Dương Nguyễn Phước";
const CONTENT: &str = "Không đồng ý giá bồi thường nhà và cây trồng trên thửa 287, tờ bản đồ 10, \
                       đề nghị xem xét bố trí thêm 01 lô tái định cư theo Quyết định số \
                       3453/QĐ-UBND ngày 23/08/2016.";

#[tokio::test]
async fn a_petition_is_registered_by_keyboard_alone() {
    if !browser_is_there() {
        return;
    }
    let data = data_folder();
    let officer = person(&data, "mai", "Trần Thị Mai", "can-bo-tiep-nhan");
    let stage = Stage::open(data, DESK).await;
    stage.go("/dang-nhap").await;
    stage
        .keys(officer.user_name.as_str() + Key::Tab + officer.password.as_str() + Key::Enter)
        .await;
    stage.at("/").await;
    stage.go("/don").await;
    stage.keys("n").await;
    stage.at("/don/moi").await;

    fill_in(&stage, "31/02/2018").await;
    stage.with_key(Key::Control, Key::Enter + "").await;
    stage.find("[role=alert]").await;
    an_error_loses_nothing(&stage).await;

    let today = stage.value("ngay_nhan").await;
    for _ in 0.."31/02/2018".len() {
        stage.keys(Key::Backspace + Key::Delete).await;
    }
    stage.keys("10-3-2018").await;
    stage.with_key(Key::Control, Key::Enter + Key::Enter).await;
    stage.find("[role=status]").await;
    stage.says("Đã lưu đơn số").await;
    let number = stage.texts("[role=status] b").await.remove(0);
    assert_eq!(number, format!("{}/0001", &today[6..]));

    // The next paper of the pile: source and date stay, the rest is blank.
    assert_eq!(stage.value("nguon").await, "truc-tiep");
    assert_eq!(stage.value("ngay_nhan").await, today);
    assert_eq!(stage.value("ho_ten").await, "");
    assert_eq!(stage.value("noi_dung").await, "");
    only_one_was_made_and_it_is_found(&stage, &number).await;
    the_receipt_opens(&stage, &number).await;
}

/// From the first field to the last, in the order of the paper.
async fn fill_in(stage: &Stage, written_on: &str) {
    stage.until("the focus on the source", async || stage.focused().await == "nguon").await;
    stage
        .until("a source", async || {
            if stage.value("nguon").await == "truc-tiep" {
                return true;
            }
            stage.keys(Key::Down + "").await;
            false
        })
        .await;
    let typed: [(&str, TypingData); 9] = [
        ("ngay_viet", written_on.into()),
        ("ho_ten", NAME.into()),
        ("so_nguoi", "3".into()),
        ("dien_thoai", "0905 123 456".into()),
        ("dia_chi", "Tổ 62, KV 9".into()),
        ("phuong_xa", "Nhơn Bình".into()),
        ("loai", "Kh".into()),
        ("bi_khieu_nai", "UBND thành phố".into()),
        ("noi_dung", CONTENT.into()),
    ];
    for (name, text) in typed {
        tab_to(stage, name).await;
        stage.keys(text).await;
    }
    assert_eq!(stage.value("loai").await, "KN", "a letter chooses the kind");
}

async fn tab_to(stage: &Stage, name: &str) {
    for _ in 0..6 {
        stage.keys(Key::Tab + "").await;
        if stage.focused().await == name {
            return;
        }
    }
    panic!("Tab does not lead to {name}, but to {}", stage.focused().await);
}

async fn an_error_loses_nothing(stage: &Stage) {
    stage.until("the focus on the wrong date", async || stage.focused().await == "ngay_viet").await;
    for (name, typed) in [
        ("nguon", "truc-tiep"),
        ("ngay_viet", "31/02/2018"),
        ("ho_ten", NAME),
        ("so_nguoi", "3"),
        ("dien_thoai", "0905 123 456"),
        ("dia_chi", "Tổ 62, KV 9"),
        ("phuong_xa", "Nhơn Bình"),
        ("loai", "KN"),
        ("bi_khieu_nai", "UBND thành phố"),
        ("noi_dung", CONTENT),
    ] {
        assert_eq!(stage.value(name).await, typed, "{name}");
    }
    let told: String = stage
        .script(
            "const of = document.activeElement.getAttribute('aria-describedby'); \
             return document.getElementById(of).textContent;",
            vec![],
        )
        .await;
    assert!(told.starts_with("Ngày không có thật"), "{told}");
}

async fn only_one_was_made_and_it_is_found(stage: &Stage, number: &str) {
    for typed in ["cong tang ton nu hoang thi", "thua 287 to 10", "3453qd ubnd"] {
        stage.go("/tim").await;
        stage.keys(typed).await;
        stage.find(".hits li").await;
        assert_eq!(stage.texts(".hits .hit > a").await, [number], "{typed}");
    }
    stage.go("/don").await;
    assert_eq!(stage.texts("tbody td:first-child a").await, [number]);
    assert!(stage.text().await.contains("1 đơn"));
}

async fn the_receipt_opens(stage: &Stage, number: &str) {
    stage.go(&format!("/don/moi?vua={number}")).await;
    // The keys that the link names, out of the field that has the focus; which keeps what it holds.
    stage.until("the focus on the source", async || stage.focused().await == "nguon").await;
    stage.with_key(Key::Alt, "b".into()).await;
    stage.at(&format!("/don/{number}/bien-nhan")).await;
    stage.says("BIÊN NHẬN ĐƠN").await;
    stage.says(NAME).await;
    stage.says(number).await;
}
