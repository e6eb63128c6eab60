//! Offices that lay their sheets out otherwise.

use super::{Office, check_all};

#[test]
fn sheets_laid_out_otherwise() {
    check_all(OFFICES);
}

const OFFICES: &[Office] = &[
    Office {
        name: "crosses under the kinds",
        sheets: &[(
            "2018",
            &[
                "SỔ THEO DÕI ĐƠN NĂM 2018",
                "TT|Ngày nhận|Họ và tên|Địa chỉ|Loại đơn|||Nội dung|Đơn vị GQ|Hạn GQ|Kết quả||Ghi chú",
                "||||Khiếu nại|Tố cáo|Kiến nghị, phản ánh||||Số VB|Ngày|",
                "1|2/1/2018|Lê An|Tổ 1|x|||Đất|P.TNMT|20/1/2018|12/UBND|15/1/2018|",
                "2|2/1/2018|Lê Bình|Tổ 1||X||Cán bộ|Thanh tra|20/1/2018|||",
                "3|3/1/2018|Lê Chi|Tổ 1|||x |Cống|P.QLĐT|20/1/2018|||",
                "4|3/1/2018|Lê Danh|Tổ 1||||Cống|P.QLĐT|20/1/2018|||",
            ],
        )],
        right: &[
            "4: kind=KN; day=02/01/2018; who=Lê An; unit=P.TNMT; due=20/01/2018; end=CV:12/UBND,15/01/2018",
            "5: kind=TC; day=02/01/2018; who=Lê Bình; unit=Thanh tra; due=20/01/2018",
            "6: kind=KNPA; day=03/01/2018; who=Lê Chi; unit=P.QLĐT; due=20/01/2018",
            "7: held NoKind",
        ],
    },
    Office {
        name: "crosses without a group, as numbers",
        sheets: &[(
            "2019",
            &[
                "TT|Ngày|Người gửi|Nội dung|KN|TC|KNPA|Đơn vị xử lý",
                "#1|@2019-01-02|Lê An|Đất|#1|||P.TNMT",
                "#2|@2019-01-02|Lê Bình|Cán bộ||#1||Thanh tra",
                "#3|@2019-01-03|Lê Chi|Cống|||#1|P.QLĐT",
                "|Cộng|||#1|#1|#1|",
            ],
        )],
        right: &[
            "2: kind=KN; day=02/01/2019; who=Lê An; unit=P.TNMT",
            "3: kind=TC; day=02/01/2019; who=Lê Bình; unit=Thanh tra",
            "4: kind=KNPA; day=03/01/2019; who=Lê Chi; unit=P.QLĐT",
        ],
    },
    Office {
        name: "two crosses for what is asked and how it is settled",
        sheets: &[(
            "2019",
            &[
                "TT|Ngày nhận|Người gửi|Phân loại đơn||||Nội dung|Nguồn đơn||Chuyển đến",
                "|||KN|TC|KN|PA||Trực tiếp|Bưu điện|",
                "1|2/1/2019|Lê An|x||||Đất|x||P.TNMT",
                "2|2/1/2019|Lê Bình||x|||Cán bộ||x|Thanh tra",
                "3|3/1/2019|Lê Chi||||x|Cống|x||P.QLĐT",
            ],
        )],
        right: &[
            "3: kind=KN; day=02/01/2019; who=Lê An; from=truc-tiep; unit=P.TNMT",
            "4: kind=TC; day=02/01/2019; who=Lê Bình; from=buu-dien; unit=Thanh tra",
            "5: kind=KNPA; day=03/01/2019; who=Lê Chi; from=truc-tiep; unit=P.QLĐT",
        ],
    },
    Office {
        name: "kinds as headings",
        sheets: &[(
            "2018",
            &[
                "BẢNG THEO DÕI ĐƠN NĂM 2018",
                "STT|Ngày nhận|Họ và tên|Địa chỉ|Nội dung|Đơn vị thụ lý",
                "I|Khiếu nại",
                "1|2/1/2018|Lê An|Tổ 1|Đất|P.TNMT",
                "2|3/1/2018|Lê Ba|Tổ 1|Đất|P.TNMT",
                "II. TỐ CÁO",
                "1|2/1/2018|Lê Bình|Tổ 1|Cán bộ|Thanh tra",
                "III|KIẾN NGHỊ, PHẢN ÁNH: 1 đơn",
                "1|3/1/2018|Lê Chi|Tổ 1|Cống|P.QLĐT",
                "IV|Đơn khác",
                "1|3/1/2018|Lê Danh|Tổ 1|Cống|P.QLĐT",
            ],
        )],
        right: &[
            "4: kind=KN; day=02/01/2018; who=Lê An; unit=P.TNMT",
            "5: kind=KN; day=03/01/2018; who=Lê Ba; unit=P.TNMT",
            "7: kind=TC; day=02/01/2018; who=Lê Bình; unit=Thanh tra",
            "9: kind=KNPA; day=03/01/2018; who=Lê Chi; unit=P.QLĐT",
            "11: held NoKind",
        ],
    },
    Office {
        name: "months and quarters in one sheet, headers repeated",
        sheets: &[(
            "Sheet1",
            &[
                "UBND HUYỆN AN LÃO||||CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
                "VĂN PHÒNG||||Độc lập - Tự do - Hạnh phúc",
                "",
                "SỔ THEO DÕI ĐƠN THƯ NĂM 2020",
                "TT|Ngày nhận|Họ tên|Loại đơn|Nội dung|Đơn vị",
                "(1)|(2)|(3)|(4)|(5)|(6)",
                "QUÝ I",
                "Tháng 1",
                "1|2/1|Lê An|KN|Đất|P.TNMT",
                "2|2/1|Lê Ba|KN|Đất|P.TNMT",
                "|Cộng tháng 1: 2 đơn",
                "Tháng 2/2020",
                "3|2/2|Lê Bình|TC|Cán bộ|Thanh tra",
                "TT|Ngày nhận|Họ tên|Loại đơn|Nội dung|Đơn vị",
                "(1)|(2)|(3)|(4)|(5)|(6)",
                "4|3/2|Lê Chi|KNPA|Cống|P.QLĐT",
                "Cộng quý I: 4 đơn (KN: 2; TC: 1; KNPA: 1)",
                "QUÝ II",
                "Tháng 4",
                "5|3/4|Lê Danh|KNPA|Cống|P.QLĐT",
                "TỔNG CỘNG|||5 đơn||",
                "|||||An Lão, ngày 31 tháng 12 năm 2020",
                "|NGƯỜI LẬP BIỂU||||CHÁNH VĂN PHÒNG",
                "|(Ký, ghi rõ họ tên)||||(Ký tên, đóng dấu)",
                "|Trần Văn Lập||||Lê Văn Ký",
            ],
        )],
        right: &[
            "9: kind=KN; day=02/01/2020; who=Lê An; unit=P.TNMT",
            "10: kind=KN; day=02/01/2020; who=Lê Ba; unit=P.TNMT",
            "13: kind=TC; day=02/02/2020; who=Lê Bình; unit=Thanh tra",
            "16: kind=KNPA; day=03/02/2020; who=Lê Chi; unit=P.QLĐT",
            "20: kind=KNPA; day=03/04/2020; who=Lê Danh; unit=P.QLĐT",
        ],
    },
    Office {
        name: "a cover, a summary and a list of units beside the months",
        sheets: &[
            ("Bìa", &["UBND THỊ XÃ AN NHƠN", "SỔ THEO DÕI ĐƠN", "Năm 2019", "Quyển số 01"]),
            (
                "Tổng hợp",
                &[
                    "BÁO CÁO TỔNG HỢP ĐƠN NĂM 2019",
                    "STT|Đơn vị|Tổng số đơn|Khiếu nại|Tố cáo|Kiến nghị, phản ánh|Đã giải quyết|Ghi chú",
                    "1|Phòng TNMT|12|5|1|6|10|",
                    "2|Phòng QLĐT|9|1|1|7|8|",
                ],
            ),
            (
                "T01",
                &[
                    "Tháng 01",
                    "STT|Ngày đến|Người gửi|Loại|Nội dung|Đơn vị",
                    "1|02/01|Lê An|KN|Đất|P.TNMT",
                    "Người lập|||Thủ trưởng",
                ],
            ),
            (
                "T02",
                &[
                    "Tháng 02",
                    "STT|Ngày đến|Người gửi|Loại|Nội dung|Đơn vị",
                    "2|03/02/2019|Lê Ba|TC|Đất|P.TNMT",
                ],
            ),
            ("DM", &["STT|Tên đơn vị|Viết tắt", "1|Phòng Tài nguyên và Môi trường|P.TNMT"]),
        ],
        right: &[
            "T01!3: kind=KN; day=02/01/2019; who=Lê An; unit=P.TNMT",
            "T02!3: kind=TC; day=03/02/2019; who=Lê Ba; unit=P.TNMT",
        ],
    },
    Office {
        name: "three header rows",
        sheets: &[(
            "2021",
            &[
                "STT|Thông tin về đơn||||||Xử lý||||||Ghi chú",
                "|Ngày nhận|Người gửi đơn||Loại đơn|Nội dung|Nguồn|Đơn vị được giao|Văn bản giao||Thời hạn|Kết quả giải quyết||",
                "||Họ tên|Địa chỉ||||| Số |Ngày||Số văn bản|Ngày|",
                "1|5/1/2021|Lê An|Tổ 1|KN|Đất|Bưu điện|P.TNMT|12/PC|6/1/2021|20/1/2021|33/UBND|19/1/2021|",
            ],
        )],
        right: &[
            "4: kind=KN; day=05/01/2021; who=Lê An; at=Tổ 1; from=buu-dien; unit=P.TNMT; doc=12/PC,06/01/2021; due=20/01/2021; end=CV:33/UBND,19/01/2021",
        ],
    },
    Office {
        name: "headers two rows apart of a blank row and a merged title in between",
        sheets: &[(
            "2021",
            &[
                "PHÒNG NỘI VỤ",
                "Danh sách đơn năm 2021 (tính đến ngày 31/12/2021)",
                "|||||Giao giải quyết|||Trả lời công dân|",
                "TT|Ngày vào sổ|Công dân|Nội dung|KN/TC/KNPA|Đơn vị|Số CV|Ngày|Số CV|Ngày",
                "1|5/1/2021|Lê An|Đất|KN|P.TNMT|12|6/1/2021|44|19/1/2021",
            ],
        )],
        right: &[
            "5: kind=KN; day=05/01/2021; who=Lê An; unit=P.TNMT; doc=12,06/01/2021; end=CV:44,19/01/2021",
        ],
    },
    Office {
        name: "helper columns",
        sheets: &[(
            "2019",
            &[
                "Tháng|Năm|STT|Ngày nhận|Họ tên công dân|Địa chỉ|Loại đơn|Nội dung|Đơn vị giải quyết|key|",
                "#1|#2019|#1|#43467|Lê An|Tổ 1|KN|Đất|P.TNMT|LE AN_KN|#1",
                "#1|#2019|#2|#43468|Lê Ba|Tổ 1|PA|Đất|P.TNMT|LE BA_PA|#1",
                "|||||||||_|#0",
                "|||||||||_|#0",
            ],
        )],
        right: &[
            "2: kind=KN; day=02/01/2019; who=Lê An; at=Tổ 1; unit=P.TNMT",
            "3: kind=KNPA; day=03/01/2019; who=Lê Ba; at=Tổ 1; unit=P.TNMT",
        ],
    },
    Office {
        name: "day and month in columns of their own are not known, the day under a date is",
        sheets: &[(
            "2019",
            &[
                "TT|Đơn||Họ tên|Địa chỉ|Nội dung|Phân loại|Nơi nhận|Phiếu chuyển||Hạn",
                "|Ngày viết|Ngày nhận|||||| Số|Ngày|",
                "1|1/1/2019|3/1/2019|Lê An|Tổ 1|Đất|KN|P.TNMT|12/PC|5/1/2019|20/1/2019",
            ],
        )],
        right: &[
            "3: kind=KN; day=03/01/2019; wrote=01/01/2019; who=Lê An; unit=P.TNMT; doc=12/PC,05/01/2019; due=20/01/2019",
        ],
    },
    Office {
        name: "the continued text of a petition on a second row",
        sheets: &[(
            "2019",
            &[
                "TT|Ngày nhận|Họ tên|Nội dung|Loại đơn|Đơn vị",
                "1|3/1/2019|Lê An|Khiếu nại giá bồi thường|KN|P.TNMT",
                "2||Lê Ba|Cống tắc|KNPA|P.QLĐT",
                "||Lê Ba|||",
                "Danh sách này có 2 đơn.",
            ],
        )],
        right: &[
            "2: kind=KN; day=03/01/2019; who=Lê An; unit=P.TNMT",
            "3: kind=KNPA; day=03/01/2019; who=Lê Ba; unit=P.QLĐT",
        ],
    },
    Office {
        name: "the column of the ordinal is blank and the columns are reversed",
        sheets: &[(
            "Quy 1.2018",
            &[
                "Ghi chú|Kết quả giải quyết|Thời hạn|Văn bản giao|Đơn vị được giao|Trích yếu|Loại đơn|Nguồn đơn|Nơi cư trú|Người đứng đơn|Ngày tiếp nhận|STT",
                "|QĐ 5/QĐ-UBND ngày 1/2/2018|30/1/2018|4/PC ngày 5/1/2018|P.TNMT|Đất|KN|Trực tiếp|Tổ 1|Lê An|3/1/2018|",
                "Đơn trùng|||5/PC ngày 5/1/2018|P.TNMT|Đất|KN|Trực tiếp|Tổ 1|Lê An||",
            ],
        )],
        right: &[
            "2: kind=KN; day=03/01/2018; who=Lê An; from=truc-tiep; unit=P.TNMT; doc=4/PC,05/01/2018; due=30/01/2018; end=QD:5/QĐ-UBND,01/02/2018",
            "3: kind=KN; day=03/01/2018; who=Lê An; from=truc-tiep; unit=P.TNMT; doc=5/PC,05/01/2018; again=true",
        ],
    },
];
