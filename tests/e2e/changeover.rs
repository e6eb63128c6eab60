//! Journey 2: the day on which last year's ledger goes in, by page.

use thirtyfour::{By, Key};

use super::stage::{DESK, Stage, browser_is_there, data_folder, ledger, person};

const ROLE: &str = "lanh-dao-ban";

#[tokio::test]
async fn the_past_ledger_goes_in_is_corrected_and_searched() {
    if !browser_is_there() {
        return;
    }
    let data = data_folder();
    let head = person(&data, "hung", "Lê Văn Hùng", ROLE);
    let stage = Stage::open(data, DESK).await;
    stage.sign_in(&head).await;
    stage.press("Nhập sổ cũ").await;
    stage.at("/quan-tri/nhap-so").await;

    upload(&stage, "Xem trước").await;
    stage.says("sẽ nhập 2.277, chờ sửa 12, đã có từ trước 0").await;
    stage.says("Chưa có gì được ghi").await;
    stage.says("Chưa nhập sổ nào").await;

    upload(&stage, "Nhập").await;
    // A slow machine shows how far the reading is before.
    let is_followed = async || {
        let path = stage.path().await;
        path.starts_with("/quan-tri/nhap-so/") && !path.contains("/doc/")
    };
    stage.until("the page that follows the import", is_followed).await;
    let followed = stage.path().await;
    tallied(&stage, ["2.289", "2.277 đơn", "12 · mở dòng chờ sửa", "0"]).await;

    a_held_row_is_corrected(&stage).await;
    an_old_petition_is_found_as_one_types(&stage).await;

    stage.go("/quan-tri/nhap-so").await;
    upload(&stage, "Nhập").await;
    tallied(&stage, ["2.289", "0 đơn", "0", "2.289"]).await;

    an_import_is_undone(&stage, &followed).await;
}

async fn upload(stage: &Stage, button: &str) {
    let file = stage.find("input[type=file]").await;
    file.send_keys(ledger().to_str().unwrap()).await.unwrap();
    stage.press(button).await;
}

/// Follows the page of an import, which reloads itself, to its end.
async fn tallied(stage: &Stage, expected: [&str; 4]) {
    stage
        .until("the end of the import", async || {
            let state = stage.driver.find(By::Css(".head .sub")).await;
            let Ok(state) = state else { return false };
            state.text().await.is_ok_and(|text| text.ends_with("Xong"))
        })
        .await;
    assert_eq!(stage.texts("main dd").await, expected);
}

async fn a_held_row_is_corrected(stage: &Stage) {
    stage.press("mở dòng chờ sửa").await;
    stage.at("/quan-tri/dong-cho-sua?lan=1").await;
    assert_eq!(stage.all("tbody tr").await.len(), 12);
    let wrong_day = By::XPath("//tr[contains(., '31/2/2017')]//a");
    let row = stage.driver.find(wrong_day).await.expect("a row of 31 February");
    row.click().await.unwrap();
    stage.find("[role=alert]").await;
    let wrong = stage.find("[aria-invalid=true]").await;
    let cell = wrong.attr("name").await.unwrap().unwrap();
    let typed = stage.value(&cell).await;

    stage.fill(&cell, "30/02/2017").await;
    stage.press("Nhận vào sổ đơn").await;
    stage.find("[role=alert]").await;
    assert_eq!(stage.value(&cell).await, "30/02/2017", "what was typed is kept");
    stage.fill(&cell, &typed.replace("31/2/", "31/8/")).await;
    stage.press("Nhận vào sổ đơn").await;
    stage.at("/don/2017/2278").await;
    stage.says("so-theo-doi-don-2017.xlsx, trang").await;
    stage.press("Dòng chờ sửa").await;
    stage.until("eleven rows", async || stage.all("tbody tr").await.len() == 11).await;
}

async fn an_old_petition_is_found_as_one_types(stage: &Stage) {
    stage.press("Tìm").await;
    stage.at("/tim").await;
    assert_eq!(stage.focused().await, "q", "one can type at once");
    stage.keys("nguyen thi loan").await;
    stage.find(".hits li").await;
    stage
        .until("the address to follow", async || stage.path().await == "/tim?q=nguyen+thi+loan")
        .await;
    let names = stage.texts(".hits li:first-child mark").await;
    assert!(names.iter().any(|name| name.contains("Loan")), "marked: {names:?}");
    stage.find(".facet a").await;

    // Down to one kind, on to a petition, and back to where one was.
    let facet = stage.find(".facet a").await;
    facet.click().await.unwrap();
    stage.find(".chosen a").await;
    let results = stage.path().await;
    let found = stage.texts(".hits .hit > a").await;
    let second = stage.find(".hits li:last-child .hit > a").await;
    second.click().await.unwrap();
    stage.at(&format!("/don/{}", found.last().unwrap())).await;
    stage.says("Quá trình").await;
    stage.driver.back().await.unwrap();
    stage.at(&results).await;
    assert_eq!(stage.texts(".hits .hit > a").await, found);

    // Typed on the way of the hand over the keys, and one slip of it.
    for typed in ["nguyeenx thij loan", "nguyen thi laon"] {
        stage.go("/tim").await;
        stage.keys(typed).await;
        stage.find(".hits li").await;
    }
    // From anywhere: "/" leads to the box, Enter to the results.
    stage.go("/don").await;
    stage.keys("/").await;
    stage.keys("3453/qd-ubnd" + Key::Enter).await;
    stage.at("/tim").await;
}

async fn an_import_is_undone(stage: &Stage, import: &str) {
    stage.go(import).await;
    stage.press("Hoàn tác lần nhập này…").await;
    stage.press("Hoàn tác").await;
    stage.at("/quan-tri/nhap-so").await;
    stage.says("Đã hoàn tác").await;
    stage.go("/don").await;
    stage.says("Chưa có đơn nào.").await;
    stage.go(import).await;
    assert!(stage.all("details").await.is_empty(), "it is undone once");
}
