//! Offices that word their headers otherwise.

use super::{Office, check_all};

#[test]
fn headers_in_the_words_of_other_offices() {
    check_all(OFFICES);
}

const OFFICES: &[Office] = &[
    Office {
        name: "a ward's register",
        sheets: &[(
            "Năm 2018",
            &[
                "UBND PHƯỜNG NHƠN PHÚ",
                "SỔ TIẾP NHẬN ĐƠN NĂM 2018",
                "TT|Ngày nhận đơn|Họ tên, địa chỉ người gửi|Loại|V/v|Chuyển đến|Số, ngày văn bản chuyển|Hạn trả lời|Kết quả|Ghi chú",
                "1|3/1/2018|Ông Lê Văn An, tổ 3, KV 2|KN|bồi thường đất|Địa chính|12/PC-UBND ngày 5/1/2018|20/1/2018|CV 45 ngày 18/1/2018|",
                "2|4/1/2018|Bà Trần Thị Bé\nTổ 5, khu vực 3|PA|quán nhậu gây ồn|Công an phường|15/PC-UBND ngày 8/1/2018|25/1/2018|Đang xử lý|",
                "3||LÊ VĂN CƯỜNG - Tổ 7|TC|cán bộ|Chủ tịch UBND|16/PC-UBND ngày 8/1/2018|||Lưu đơn",
            ],
        )],
        right: &[
            "4: kind=KN; day=03/01/2018; who=Lê Văn An; at=tổ 3, KV 2; unit=Địa chính; doc=12/PC-UBND,05/01/2018; due=20/01/2018; end=CV:45,18/01/2018; text=bồi thường đất",
            "5: kind=KNPA; day=04/01/2018; who=Trần Thị Bé; at=Tổ 5, khu vực 3; unit=Công an phường; doc=15/PC-UBND,08/01/2018; due=25/01/2018; text=quán nhậu gây ồn",
            "6: kind=TC; day=04/01/2018; who=Lê Văn Cường; at=Tổ 7; unit=Chủ tịch UBND; doc=16/PC-UBND,08/01/2018; filed=true",
        ],
    },
    Office {
        name: "the reception book of TT 04/2021",
        sheets: &[(
            "Sổ TCD",
            &[
                "SỔ TIẾP CÔNG DÂN",
                "(Ban hành kèm theo Thông tư số 04/2021/TT-TTCP ngày 01/10/2021 của Tổng Thanh tra Chính phủ)",
                "STT|Ngày tiếp|Họ tên - Địa chỉ - CMND/Hộ chiếu của công dân|Nội dung vụ việc|Phân loại đơn/Số người|Cơ quan đã giải quyết|Hướng xử lý|||Theo dõi kết quả giải quyết|Ghi chú",
                "||||||Thụ lý để giải quyết|Trả lại đơn và hướng dẫn|Chuyển đơn đến cơ quan, tổ chức, đơn vị có thẩm quyền||",
                "(1)|(2)|(3)|(4)|(5)|(6)|(7)|(8)|(9)|(10)|(11)",
                "1|05/01/2022|Nguyễn Văn Tám - Thôn 3, xã Phước Mỹ|Khiếu nại việc thu hồi đất|Khiếu nại (1 người)|UBND xã|x|||QĐ số 12/QĐ-UBND ngày 3/4/2022|",
                "2|05/01/2022|Lê Thị Chín - Thôn 4|Tranh chấp lối đi|Kiến nghị, phản ánh (5 người)||||UBND xã Phước Mỹ||",
            ],
        )],
        right: &[
            "6: kind=KN; day=05/01/2022; who=Nguyễn Văn Tám; at=Thôn 3, xã Phước Mỹ; end=QD:12/QĐ-UBND,03/04/2022; mode=giai-quyet",
            "7: kind=KNPA; day=05/01/2022; who=Lê Thị Chín; at=Thôn 4; group=5; unit=UBND xã Phước Mỹ",
        ],
    },
    Office {
        name: "the petitions book of TT 07/2012",
        sheets: &[(
            "Đơn thư đến 2019",
            &[
                "SỔ ĐĂNG KÝ ĐƠN, THƯ NĂM 2019",
                "Ngày đến|Số đến|Họ tên, địa chỉ người gửi|Ngày tháng|Trích yếu nội dung|Đơn vị hoặc người nhận|Ký nhận|Ghi chú",
                "1|2|3|4|5|6|7|8",
                "3/1/2019|1|Ông Võ Bình, 12 Lê Lợi|28/12/2018|Đơn khiếu nại về việc thu hồi đất|Phòng TN&MT||",
                "3/1/2019|2|Bà Võ Hoa, 15 Lê Lợi|29/12/2018|Đơn tố cáo ông A lấn đất|Thanh tra||",
                "4/1/2019|3|Bà Võ Lan, 17 Lê Lợi|30/12/2018|Giá đất quá thấp|Phòng TN&MT||",
            ],
        )],
        right: &[
            "4: kind=KN; day=03/01/2019; who=Võ Bình; at=12 Lê Lợi; unit=Phòng TN&MT",
            "5: kind=TC; day=03/01/2019; who=Võ Hoa; unit=Thanh tra",
            "6: held NoKind",
        ],
    },
    Office {
        name: "an inspectorate's handling book",
        sheets: &[(
            "2019",
            &[
                "THANH TRA HUYỆN TUY PHƯỚC",
                "SỔ THEO DÕI XỬ LÝ ĐƠN NĂM 2019",
                "Số TT|Ngày vào sổ|Người khiếu nại, tố cáo||Phân loại đơn|Tóm tắt nội dung|Đơn chuyển từ|Cơ quan, đơn vị xử lý|Văn bản chuyển đơn||Hạn xử lý|Văn bản trả lời||Ghi chú",
                "||Họ và tên|Địa chỉ|||||Số|Ngày, tháng||Số|Ngày, tháng|",
                "01|02.01.2019|NGUYỄN VĂN BẢY|Xã Phước Sơn|K.nại|Khiếu nại QĐ thu hồi|Thanh tra tỉnh|Phòng TNMT|12/TTr|04.01.2019|03.02.2019|45/UBND|01.02.2019|",
                "02|02.01.2019|TRẦN THỊ SÁU và 05 người khác|TT. Diêu Trì|T/c|Tố cáo trưởng thôn|Hòm thư góp ý|UBND thị trấn|13/TTr|04.01.2019|03.02.2019|||",
            ],
        )],
        right: &[
            "5: kind=KN; day=02/01/2019; who=Nguyễn Văn Bảy; at=Xã Phước Sơn; from=co-quan-chuyen:Thanh tra tỉnh; unit=Phòng TNMT; doc=12/TTr,04/01/2019; due=03/02/2019; end=CV:45/UBND,01/02/2019",
            "6: kind=TC; day=02/01/2019; who=Trần Thị Sáu; group=6; ward=thị trấn Diêu Trì; from=buu-dien; unit=UBND thị trấn; doc=13/TTr,04/01/2019; due=03/02/2019",
        ],
    },
    Office {
        name: "a department of land",
        sheets: &[(
            "DON 2020",
            &[
                "PHÒNG TÀI NGUYÊN VÀ MÔI TRƯỜNG|||||DANH SÁCH ĐƠN THƯ 2020",
                "",
                "Số đến|Ngày, tháng, năm|Chủ thể đứng đơn|Thường trú|Tính chất|Nội dung vụ việc|Hình thức tiếp nhận|Giao cho|PC số|Thời hạn giải quyết|Kết quả xử lý|GC",
                "#1|#43833|Hộ ông Bùi Văn Chung|P. Ghềnh Ráng|Kiến nghị|Cấp sổ đỏ|Cổng DVC|Tổ đo đạc|5|20/01/2020|Đã trả lời CV 45 (15/1/2020)|",
                "#2|#43834|Công ty TNHH Hoàng Anh|KCN Phú Tài|Phản ánh kiến nghị|Ô nhiễm|EMS|Tổ môi trường|6|21/01/2020|Chưa|",
            ],
        )],
        right: &[
            "4: kind=KNPA; day=03/01/2020; who=Bùi Văn Chung; ward=phường Ghềnh Ráng; from=truc-tuyen; unit=Tổ đo đạc; doc=5,; due=20/01/2020; end=CV:45,15/01/2020",
            "5: kind=KNPA; day=04/01/2020; who=Công ty TNHH Hoàng Anh; from=buu-dien; unit=Tổ môi trường; doc=6,; due=21/01/2020",
        ],
    },
    Office {
        name: "a district's office",
        sheets: &[(
            "T1",
            &[
                "SỔ CÔNG VĂN ĐẾN (ĐƠN THƯ) THÁNG 1 NĂM 2018",
                "Số đến|Ngày đến|Nơi gửi|Người có đơn|Hộ khẩu|Trích yếu|Loại đơn thư|Lãnh đạo chỉ đạo|Đơn vị thực hiện|Thời hạn|KQ|Ghi chú",
                "1|2/1/2018|TTr tỉnh chuyển|Đỗ Thị Hạnh|Tổ 2, phường Trần Phú|Xin cấp lại sổ|Đơn đề nghị|Kiểm tra, đề xuất|Văn phòng ĐKĐĐ|15/1/2018|QĐ số 12/QĐ-UBND ngày 3/4/2018|",
                "2|2/1/2018|Đ/c Chủ tịch chuyển|Đỗ Thị Hoa|Tổ 2, phường Trần Phú|Đòi đất|Đơn KN lần 2|Tham mưu|P.TNMT|15/1/2018||Trùng",
                "3|3/1/2018|HĐND TP chuyển|Đỗ Thị Hòa|Tổ 2, phường Trần Phú|Đòi đất|Yêu cầu|Giải quyết|P.TNMT|15/1/2018||",
            ],
        )],
        right: &[
            "3: kind=KNPA; day=02/01/2018; who=Đỗ Thị Hạnh; from=co-quan-chuyen:TTr tỉnh; unit=Văn phòng ĐKĐĐ; mode=tham-muu; due=15/01/2018; end=QD:12/QĐ-UBND,03/04/2018; at=Tổ 2, phường Trần Phú",
            "4: kind=KN; day=02/01/2018; who=Đỗ Thị Hoa; from=lanh-dao-chuyen:Đ/c Chủ tịch; unit=P.TNMT; mode=tham-muu; due=15/01/2018; again=true",
            "5: kind=KNPA; day=03/01/2018; who=Đỗ Thị Hòa; from=co-quan-chuyen:HĐND TP; unit=P.TNMT; mode=giai-quyet; due=15/01/2018",
        ],
    },
    Office {
        name: "a Party office",
        sheets: &[(
            "ĐƠN THƯ",
            &[
                "HUYỆN ỦY VÂN CANH - VĂN PHÒNG",
                "BẢNG THEO DÕI ĐƠN THƯ KN, TC NĂM 2016",
                "TT|Ngày tháng nhận|Họ và tên công dân|Nơi ở|Nội dung đơn|Loại đơn (KN/TC/KNPA)|Nơi chuyển đơn đến|Cơ quan được giao|Số, ký hiệu CV chuyển|Ngày chuyển|Hạn báo cáo|Kết quả giải quyết của cơ quan|Ghi chú",
                "1|4/1/16|Đinh Văn Ré|Làng Canh Thành|Tranh chấp rẫy|KNPA|Bưu chính|UBND xã Canh Hòa|01-CV/VPHU|6/1/16|20/1/16|Đã giải quyết xong|",
                "2|6-1-16|Đinh Thị Nhơn, Đinh Văn Vút|Làng Hiệp Hưng|Tố cáo kế toán xã|TC|Ban TCD tỉnh chuyển|UBKT Huyện ủy|02-CV/VPHU|8-1-16|20-2-16|KL số 03-KL/UBKT ngày 15-2-16|",
            ],
        )],
        right: &[
            "4: kind=KNPA; day=04/01/2016; who=Đinh Văn Ré; from=buu-dien; unit=UBND xã Canh Hòa; doc=01-CV/VPHU,06/01/2016; due=20/01/2016",
            "5: kind=TC; day=06/01/2016; who=Đinh Thị Nhơn, Đinh Văn Vút; group=2; from=co-quan-chuyen:Ban TCD tỉnh; unit=UBKT Huyện ủy; doc=02-CV/VPHU,08/01/2016; due=20/02/2016; end=KL:03-KL/UBKT,15/02/2016",
        ],
    },
    Office {
        name: "short headers",
        sheets: &[(
            "don",
            &[
                "Sổ đơn 2021",
                "TT|Ngày|Công dân|Chỗ ở|Loại|ND|Nguồn|ĐV|HT|VB|Hạn|KQ|GC",
                "1|5/1|Ngô Văn Lùng|Tổ 1|KN|Đất|BĐ|P.NV|GQ|11|20/1|x|",
                "2|6/1|Ngô Thị Lài|Tổ 1|TC|Hộ tịch|TT|P.TP|TM|12|2/2|CV 8, 30/1|",
            ],
        )],
        right: &[
            "3: kind=KN; day=05/01/2021; who=Ngô Văn Lùng; from=buu-dien; unit=P.NV; doc=11,; due=20/01/2021; mode=giai-quyet",
            "4: kind=TC; day=06/01/2021; who=Ngô Thị Lài; from=truc-tiep; unit=P.TP; doc=12,; due=02/02/2021; end=CV:8,30/01/2021; mode=tham-muu",
        ],
    },
    Office {
        name: "wordy headers",
        sheets: &[(
            "Năm 2019",
            &[
                "Số thứ tự đơn|Thời gian tiếp nhận đơn thư của công dân|Thông tin công dân có đơn (họ tên)|Địa chỉ nơi cư trú của công dân|Tóm tắt nội dung đơn khiếu nại, tố cáo, kiến nghị, phản ánh của công dân|Phân loại theo tính chất đơn|Lĩnh vực|Nguồn tiếp nhận đơn|Cơ quan, đơn vị được giao tham mưu, giải quyết|Văn bản giao của UBND thành phố (số, ngày tháng năm)|Thời hạn báo cáo kết quả|Số văn bản, ngày tháng văn bản trả lời công dân|Ghi chú (nếu có)",
                "1|@2019-01-04|Phan Thanh Sơn|Tổ 9, KV 4, phường Hải Cảng|Khiếu nại giá bồi thường|Khiếu nại|Đất đai|Tại trụ sở|Trung tâm PTQĐ|33/UBND-TD ngày 7/1/2019|@2019-01-30|125/UBND ngày 28/1/2019|",
            ],
        )],
        right: &[
            "2: kind=KN; day=04/01/2019; who=Phan Thanh Sơn; from=truc-tiep; unit=Trung tâm PTQĐ; doc=33/UBND-TD,07/01/2019; due=30/01/2019; end=CV:125/UBND,28/01/2019",
        ],
    },
    Office {
        name: "people and papers as their own columns",
        sheets: &[(
            "2022",
            &[
                "Stt|Mã hồ sơ|Ngày tiếp nhận|Ngày viết đơn|Người đứng tên|Số CCCD|Điện thoại|Địa chỉ thường trú|Số người ký|Loại đơn|Đối tượng bị KN, TC|Nội dung chính|Phương thức tiếp nhận|Phòng ban thụ lý|Cán bộ thụ lý|Ngày hẹn trả|Ngày trả KQ|Tình trạng",
                "1|H01|10/01/2022|08/01/2022|Lý Thị Mai|052080001234|0905123456|Tổ 3, P. Đống Đa|12|Tố cáo|Ông Trần B|Lấn chiếm|Nộp trực tiếp|P. QLĐT|Ng. V. C|25/01/2022|24/01/2022|Đã xong",
                "2|H02|10/01/2022|09/01/2022|Lý Thị Na|052080001235||Tổ 4, P. Đống Đa|1|Kiến nghị||Cống tắc|Qua đường bưu điện|P. QLĐT|Ng. V. C|25/01/2022||Đang xử lý",
            ],
        )],
        right: &[
            "2: kind=TC; day=10/01/2022; wrote=08/01/2022; who=Lý Thị Mai; group=12; from=truc-tiep; unit=P. QLĐT; due=25/01/2022; end=CV:,24/01/2022; bi=Ông Trần B",
            "3: kind=KNPA; day=10/01/2022; who=Lý Thị Na; from=buu-dien; unit=P. QLĐT; due=25/01/2022; wrote=09/01/2022",
        ],
    },
    Office {
        name: "what is ambiguous shows in the values",
        sheets: &[(
            "2018",
            &[
                "STT|Ngày nhận|Họ tên|Địa chỉ|Hình thức|Loại|Nội dung|Nơi chuyển đến|Ngày chuyển|Ngày|Kết quả",
                "1|2/1/2018|Hồ A Lan|Tổ 1|Bưu điện|KN|Đất|Phòng TNMT|5/1/2018|10/1/2018|CV 4",
                "2|3/1/2018|Hồ B Lan|Tổ 1|Trực tiếp|TC|Cán bộ|Thanh tra thành phố|5/1/2018|11/1/2018|",
                "3|3/1/2018|Hồ C Lan|Tổ 1|Tỉnh ủy chuyển|KNPA|Cống|UBND phường Nhơn Bình|6/1/2018||",
                "4|3/1/2018|Hồ D Lan|Tổ 1|Bưu điện|KNPA|Cống|Phòng Quản lý đô thị|6/1/2018||",
                "5|3/1/2018|Hồ E Lan|Tổ 1|Bưu điện|KNPA|Cống|Phòng Quản lý đô thị|6/1/2018||",
            ],
        )],
        right: &[
            "2: kind=KN; day=02/01/2018; who=Hồ A Lan; from=buu-dien; unit=Phòng TNMT; doc=,05/01/2018; end=CV:4,",
            "3: kind=TC; day=03/01/2018; who=Hồ B Lan; from=truc-tiep; unit=Thanh tra thành phố; doc=,05/01/2018",
            "4: kind=KNPA; day=03/01/2018; who=Hồ C Lan; from=co-quan-chuyen:Tỉnh ủy; unit=UBND phường Nhơn Bình; doc=,06/01/2018",
            "5: kind=KNPA; day=03/01/2018; who=Hồ D Lan; from=buu-dien; unit=Phòng Quản lý đô thị; doc=,06/01/2018",
            "6: kind=KNPA; day=03/01/2018; who=Hồ E Lan; from=buu-dien; unit=Phòng Quản lý đô thị; doc=,06/01/2018",
        ],
    },
    Office {
        name: "headers that need their values",
        sheets: &[(
            "2023",
            &[
                "TT|Ngày đến|Tên, địa chỉ|Dạng|Nội dung|Đến bằng|Chuyển",
                "1|2/1/2023|Cao Văn Anh, tổ 1|KN|Đất|Bưu điện|Phòng TNMT",
                "2|3/1/2023|Cao Văn Bình, tổ 2|TC|Nhà|Trực tiếp|Thanh tra",
                "3|3/1/2023|Cao Văn Chín, tổ 3|KNPA|Cống|Bưu điện|Phòng QLĐT",
                "4|4/1/2023|Cao Văn Danh, tổ 4|Kiến nghị|Cống|Trực tiếp|Phòng QLĐT",
                "5|4/1/2023|Cao Văn Em, tổ 5|Phản ánh|Cống|Tỉnh ủy chuyển|Phòng QLĐT",
                "6|4/1/2023|Cao Văn Giang, tổ 5||Cống|Trực tiếp|Phòng QLĐT",
            ],
        )],
        right: &[
            "2: kind=KN; day=02/01/2023; who=Cao Văn Anh; from=buu-dien; unit=Phòng TNMT; at=tổ 1",
            "3: kind=TC; day=03/01/2023; who=Cao Văn Bình; from=truc-tiep; unit=Thanh tra",
            "4: kind=KNPA; day=03/01/2023; who=Cao Văn Chín; from=buu-dien; unit=Phòng QLĐT",
            "5: kind=KNPA; day=04/01/2023; who=Cao Văn Danh; from=truc-tiep; unit=Phòng QLĐT",
            "6: kind=KNPA; day=04/01/2023; who=Cao Văn Em; from=co-quan-chuyen:Tỉnh ủy; unit=Phòng QLĐT",
            "7: held NoKind",
        ],
    },
];
