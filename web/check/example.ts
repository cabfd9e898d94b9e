/** An invented passage with a few slips in it, for who wants to see before trusting. */
export const EXAMPLE = `BÁO CÁO
Kết quả cải cách hành chính 6 tháng đầu năm 2026 của xã An Bình Đông

I. KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH

Thực hiện Quyết định số 37/KH-UBND ngày 12/01/2026 của Ủy ban nhân dân xã về kiểm soát thủ tục hành chính năm 2026, trong kỳ báo cáo xã đã tiếp nhận 1.250 hồ sơ, trong đó: tiếp nhận trực tuyến 1.100 hồ sơ (đạt 88%), tiếp nhận trực tiếp 105 hồ sơ (đạt 12%).

Đã giải quyết 1.200/1.250 hồ sơ, đạt tỷ lệ 98%; số còn lại đang trong hạn giải quyết.

Tổng số thủ tục hành chính thuộc thẩm quyền giải quyết của xã là 320 thủ tục, trong đó: dịch vụ công trực tuyến toàn trình 102 thủ tục, dịch vụ công trực tuyến một phần 218 thủ tục.

II. TỔ CHỨC BỘ MÁY

Xã được giao 45 biên chế, hiện có 41 biên chế, còn thiếu 5 biên chế. Toàn xã có 05 đơn vị sự nghiệp gồm: Trường Mầm non Hoa Sen, Trường Tiểu học An Bình, Trường Trung học cơ sở An Bình và Trạm Y tế xã.

Kế hoạch số 12/KH-UBND ban hành ngày 31/6/2026 giao các đơn vị rà soát lại toàn bộ quy trình.
`;
