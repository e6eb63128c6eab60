//! Journey 11: one machine, two people. What the first typed and read is not there for the second: not behind the Back
//! button, not by sending an old form again. And script that was typed into a petition runs on no page of either.

use donthu::domain::permission::Role;
use donthu::domain::petition::Kind;

use super::office::{Office, of};
use super::stage::{DESK, Stage, browser_is_there};

/// Sets a mark on the window if it ever runs, by whichever way.
const EVIL: &str =
    "\"><img src=x onerror=window.thung=1><script>window.thung=1</script></textarea>";
const NAME: &str = "Quách Thị Kín";

#[tokio::test]
async fn the_next_person_at_the_machine_sees_nothing_of_the_first() {
    if !browser_is_there() {
        return;
    }
    let office = Office::new(|role| format!("Người {}", role.code()));
    let id = office.receive(Kind::Denunciation, "2024-06-03", (NAME, "Tố cáo thu tiền sai"));
    let stage = Stage::open(office.close(), DESK).await;

    stage.sign_in(&of(Role::IntakeOfficer)).await;
    stage.go(&format!("/don/{id}")).await;
    stage.fill("ly_do", "mời làm việc").await;
    stage.press("Mở thông tin").await;
    stage.says(NAME).await;
    // A form that was answered with what is wrong stays in the history with all that was typed.
    stage.go("/don/moi").await;
    stage.choose("nguon", "Trực tiếp").await;
    stage.fill("ho_ten", NAME).await;
    stage.fill("ngay_viet", "31/02/2024").await;
    stage.choose("loai", "Tố cáo").await;
    stage.fill("noi_dung", "Tố cáo thu tiền sai").await;
    stage.press("Lưu đơn").await;
    stage.says("Ngày không có thật").await;
    stage.go("/tinh-han").await;
    stage.press("Đăng xuất").await;
    stage.at("/dang-nhap").await;
    goes_back(&stage).await;

    stage.go("/dang-nhap").await;
    stage.sign_in(&of(Role::UnitOfficer)).await;
    goes_back(&stage).await;
}

/// Walks back through the history, letting the browser send again whatever it wants to.
async fn goes_back(stage: &Stage) {
    for _ in 0..8 {
        stage.driver.back().await.unwrap();
        stage.driver.refresh().await.unwrap();
        if stage.driver.get_alert_text().await.is_ok() {
            stage.driver.accept_alert().await.unwrap();
        }
        let source = stage.driver.source().await.unwrap();
        let address = stage.path().await;
        for word in [NAME, "Quách", "thu tiền sai", "mời làm việc"] {
            assert!(!source.contains(word), "{word} is behind the Back button at {address}");
        }
    }
}

#[tokio::test]
async fn script_in_a_petition_runs_nowhere() {
    if !browser_is_there() {
        return;
    }
    let office = Office::new(|role| format!("Người {}{EVIL}", role.code()));
    let id = office.receive(Kind::Complaint, "2024-06-03", (EVIL, EVIL));
    let stage = Stage::open(office.close(), DESK).await;
    stage.sign_in(&of(Role::DeskHead)).await;
    let number = id.to_string();
    let pages = [
        "/".to_owned(),
        "/don".to_owned(),
        format!("/don/{number}"),
        format!("/don/{number}/sua"),
        format!("/don/{number}/bien-nhan"),
        format!("/don/{number}/buoc/phan-loai"),
        "/tim?q=window+thung".to_owned(),
    ];
    for address in pages {
        stage.go(&address).await;
        stage.until("the page", async || !stage.text().await.is_empty()).await;
        runs_nothing(&stage, &address).await;
    }
    // As one types, the results come into the page that is open.
    stage.fill("q", "window thung").await;
    stage.until("the results", async || stage.path().await.contains("thung")).await;
    runs_nothing(&stage, "the results as one types").await;
}

async fn runs_nothing(stage: &Stage, at: &str) {
    let has_run: bool = stage.script("return window.thung === 1", Vec::new()).await;
    assert!(!has_run, "script ran at {at}");
    let foreign: u64 = stage
        .script(
            "return document.querySelectorAll('img,[onerror],script:not([src])').length",
            Vec::new(),
        )
        .await;
    assert_eq!(foreign, 0, "an element came out of a text at {at}");
}
