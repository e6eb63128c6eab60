//! Journey 5: everything essential where scripts are off.

use super::stage::{Browser, DESK, Stage, browser_is_there, data_folder, person, with_ledger};

#[tokio::test]
async fn without_scripts_one_signs_in_registers_searches_filters_and_pages() {
    if !browser_is_there() {
        return;
    }
    let data = data_folder();
    with_ledger(&data);
    let officer = person(&data, "mai", "Trần Thị Mai", "can-bo-tiep-nhan");
    let stage = Stage::open(data, Browser { runs_scripts: false, ..DESK }).await;
    stage
        .driver
        .goto("data:text/html,<title>off</title><script>document.title='on'</script>")
        .await
        .unwrap();
    assert_eq!(stage.driver.title().await.unwrap(), "off", "scripts must be off here");

    stage.sign_in(&officer).await;
    stage.press("Tiếp nhận đơn").await;
    stage.at("/don/moi").await;
    stage.choose("nguon", "Trực tiếp").await;
    stage.fill("ho_ten", "Đỗ Thị Nhàn").await;
    stage.fill("ngay_viet", "31/02/2018").await;
    stage.choose("loai", "Khiếu nại").await;
    stage.fill("noi_dung", "Đề nghị xem lại ranh giới thửa đất").await;
    stage.press("Lưu đơn").await;
    stage.says("Ngày không có thật").await;
    assert_eq!(stage.focused().await, "ngay_viet", "the wrong field has the focus");
    assert_eq!(stage.value("ho_ten").await, "Đỗ Thị Nhàn");
    stage.fill("ngay_viet", "").await;
    stage.press("Lưu đơn").await;
    stage.says("Đã lưu đơn số").await;

    stage.find("#tim").await.send_keys("do thi nhan ranh gioi thua dat\n").await.unwrap();
    stage.at("/tim").await;
    stage.says("Đỗ Thị Nhàn").await;
    stage.fill("q", "nguyen thi").await;
    stage.find(".seek button").await.click().await.unwrap();
    stage.find(".hits mark").await;
    stage.find("a[rel=next]").await.click().await.unwrap();
    stage.until("the second page", async || stage.path().await.contains("trang=2")).await;
    stage.find(".facet a").await.click().await.unwrap();
    stage.find(".chosen a").await;

    stage.go("/don").await;
    stage.choose("loai", "Tố cáo").await;
    stage.press("Lọc").await;
    stage.until("the filter", async || stage.path().await.contains("loai=TC")).await;
    let kinds = stage.texts("tbody td:nth-child(5)").await;
    assert!(!kinds.is_empty() && kinds.iter().all(|kind| kind == "TC"), "{kinds:?}");
    stage.find("a[rel=next]").await.click().await.unwrap();
    stage.until("the next page", async || stage.path().await.contains("sau=")).await;
    stage.find("tbody a").await.click().await.unwrap();
    stage.says("Quá trình").await;
    stage.press("Đăng xuất").await;
    stage.at("/dang-nhap").await;
}
