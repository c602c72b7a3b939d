/* SPDX-License-Identifier: MIT */
/* The rules that come with the library, on sentences as service desks and their customers write them. For each
 * sentence the ids of the rules that must find something, without their prefix; "" for none. */
#include "helper.h"

#include <string.h>

typedef struct sentence {
    const char *text, *expected;
} sentence;

/* What a shop must not say. */
static const sentence bad_advertising[] = {
    { "我们的产品获得国家级认可，放心购买", "named" },
    { "本店商品均为最高级面料", "named" },
    { "这是市面上最佳的选择", "named" },
    { "國家級品質，值得信賴", "named" },
    { "国·家·级品牌", "named" },
    { "这款手机是最好的手机", "more" },
    { "全网最低价，买到就是赚到", "more" },
    { "最便宜的流量卡就在这里", "most" },
    { "采用业内最先进的工艺", "more" },
    { "最 优 惠 的 套 餐", "most" },
    { "音质最棒，没有之一", "most" },
    { "我们有最专业的团队", "most" },
    { "最大的优惠就在今天", "more most" },
    { "最安全的充电器", "most" },
    { "本店销量第一", "first" },
    { "本店销量第一，口碑第一、服务一流", "first first" },
    { "全国第一品牌", "first" },
    { "中国NO.1的宽带", "first" },
    { "Ｎｏ.１品牌，值得选择", "first" },
    { "连续三年TOP1", "first" },
    { "We are number one in China", "first" },
    { "运用最新科技打造", "more" },
    { "100%有效，无效退款", "full" },
    { "百分百正品，百分之百满意", "full full" },
    { "１００％防水", "full" },
    { "顶级音质，极致体验", "top top" },
    { "独一无二的设计，全网首家", "top top" },
    { "史无前例的优惠力度", "top" },
    { "遥遥领先的拍照效果", "top" },
    { "全国唯一的官方授权店", "top" },
    { "我们是行业领导品牌", "top" },
    { "一次购买，永久免费升级", "forever" },
    { "绝对不掉色，万无一失", "forever forever" },
    { "终身免费保养", "forever" },
    { "这款理财保本保息，零风险", "money money" },
    { "跟着买稳赚不赔", "money" },
    { "投资商铺保证收益8个点", "money" },
    { "这个膏药能根治腰疼", "medical" },
    { "纯中药配方，无副作用", "medical" },
    { "吃一个月降血糖效果明显", "medical" },
    { "立竿见影，永不复发", "medical forever" },
    { "祖传秘方，药到病除", "medical medical" },
    { "报名就是签约保过班", "exam" },
    { "我们的课程考试包过", "exam" },
    { "人民大会堂指定用酒", "state" },
    { "部队特供，质量免检", "state state" },
    { "今天跳楼价甩卖", "price" },
    { "亏本清仓，击穿底价", "price price" },
    { "性能吊打同行", "rivals" },
    { "别家都是假货，只有我们是真的", "rivals" },
    { "活动最终解释权归本店所有", "terms" },
    { "特价商品概不退换", "terms" },
    { "一经售出，不退不换", "terms" },
};

/* What a service desk says every day. */
static const sentence good_advertising[] = {
    { "您最近的一笔订单已经发货了", "" },
    { "请完成最后一步：点击确认提交", "" },
    { "这是您第一次使用，请先注册", "" },
    { "第一步，打开设置；第二步，选择网络", "" },
    { "我们会第一时间为您处理", "" },
    { "最多可以领取三张优惠券", "" },
    { "最晚明天下午六点前发出", "" },
    { "最新的物流信息显示已经到达杭州", "" },
    { "您最好先备份手机里的照片", "" },
    { "换卡前最好联系一下原来的运营商", "" },
    { "最低消费是每月三十八元", "" },
    { "最高可享每月二十元的返还", "" },
    { "充电器最大支持六十五瓦", "" },
    { "最长不超过十五个工作日", "" },
    { "点击屏幕最上方的搜索框", "" },
    { "在页面最下面可以看到退货按钮", "" },
    { "您最关心的问题已经整理好了", "" },
    { "最快明天就能送到", "" },
    { "最终金额以订单页面为准", "" },
    { "最起码要保留七天的包装", "" },
    { "第一，请检查电源；第二，重启设备", "" },
    { "第一、关闭手机 第二、取出卡", "" },
    { "请先看说明。第一，确认电源；第二，连接网线", "" },
    { "请注意：第一，不要拆封；第二，保留小票", "" },
    { "型号是 NO.12 和 TOP10", "" },
    { "请把身份证放在第一张照片里", "" },
    { "第一个月按天计费", "" },
    { "第一期账单会在下月初发出", "" },
    { "第一次来营业厅请带身份证", "" },
    { "第一人民医院附近有我们的营业厅", "" },
    { "地址在第一大道88号", "" },
    { "这件衣服的成分是100%棉", "" },
    { "请先把电量充到100%再使用", "" },
    { "进度显示100%以后重启", "" },
    { "版本号1100%这种写法不存在", "" },
    { "身份证号是唯一标识，请核对", "" },
    { "这不是唯一的办法，也可以到营业厅办理", "" },
    { "请输入唯一编号查询", "" },
    { "这款万能充可以给多种电池充电", "" },
    { "注销以后账号会永久关闭", "" },
    { "数据永久删除后无法恢复", "" },
    { "绝对不能用湿布擦拭插头", "" },
    { "这个路径要填绝对路径", "" },
    { "本产品不保证收益，投资有风险", "" },
    { "请注意，理财并非无风险", "" },
    { "失眠请咨询医生，本品不能根治", "" },
    { "您的流量包好像还没有用完", "" },
    { "商品已经打包好，等待揽收", "" },
    { "红包好友可以领取", "" },
    { "环保分类请参考社区通知", "" },
    { "我们不能保证录取结果", "" },
    { "杭州今天出现历史低温，请注意保暖", "" },
    { "我们没有最终解释权这一条款", "" },
    { "国家，级别，颜色都可以在这里选", "" },
    { "请选择国家\n级别为普通用户", "" },
    { "杭州有国家级风景名胜区", "" },
    { "最佳观看距离是三米", "" },
    { "支持最佳匹配排序", "" },
    { "最常见的原因是没有重启", "" },
    { "最简单的办法是重新插拔一下卡", "" },
    { "最迟今晚十二点前会到账", "" },
    { "最初的设置可以在关于页面恢复", "" },
    { "最少需要提前三天预约", "" },
    { "签收后 7 天内可以申请退货，运费由我们承担", "" },
    { "套餐内含 20GB 流量，超出后按每 GB 5 元计费", "" },
    { "发票会在确认收货后自动开具", "" },
    { "亲，在的呢，请问有什么可以帮您", "" },
    { "包裹已经到达您所在的城市，预计明天派送", "" },
    { "请不要把验证码告诉任何人", "" },
    { "营业厅每天 9:00 到 21:00 营业", "" },
    { "The best way to reach us is by phone", "" },
    { "Please restart the router first", "" },
};

static const sentence signals[] = {
    { "我要投诉你们", "complaint" },
    { "再不处理我就打12315", "complaint" },
    { "工信部见", "complaint" },
    { "我要去网上曝光你们的服务", "complaint" },
    { "等着收律师函吧，法院见", "complaint complaint" },
    { "给差评", "complaint" },
    { "你们这样我只能维权了", "complaint" },
    { "投*诉", "complaint" },
    { "我不是要投诉，就是问问", "" },
    { "放心，我不投诉", "" },
    { "我没有投诉过你们", "" },
    { "相机的曝光时间怎么调", "" },
    { "怎么看曝光度", "" },
    { "验证码是123150，对吗", "" },
    { "不会给差评的", "" },
    { "什么态度啊", "anger" },
    { "你们就是骗子", "anger" },
    { "垃圾公司，再也不来了", "anger anger" },
    { "气死我了，太过分了", "anger anger" },
    { "SB客服", "anger" },
    { "别糊弄我，踢皮球有意思吗", "anger anger" },
    { "垃圾短信怎么屏蔽", "" },
    { "这个垃圾桶多少升", "" },
    { "垃圾分类的标志贴哪里", "" },
    { "我妈的手机收不到短信", "" },
    { "usb接口坏了", "" },
    { "USB线送吗", "" },
    { "我很着急，麻烦快点处理", "urgent urgent" },
    { "急用，今天必须到", "urgent urgent" },
    { "等不及了，帮我催一下", "urgent urgent" },
    { "ASAP please", "urgent" },
    { "不着急，慢慢来", "" },
    { "不是很急，明天回也行", "" },
    { "紧急联系人怎么改", "" },
    { "紧急停机怎么办理", "" },
    { "退款什么时候到账", "refund" },
    { "把钱退给我", "refund" },
    { "我要退差价，还要赔偿", "refund refund" },
    { "I want a refund", "refund" },
    { "為什麼不退款", "refund" },
    { "不用退款了，我再用用", "" },
    { "我想取消退款", "" },
    { "不需要赔偿，换一个就行", "" },
    { "转人工", "human" },
    { "轉 人 工", "human" },
    { "人工客服在哪里", "human" },
    { "有没有真人啊，不想跟机器人聊", "human human" },
    { "叫你们经理来", "human" },
    { "can I talk to a human", "human" },
    { "先不用转人工", "" },
    { "真人秀节目怎么看", "" },
    { "这是真人试穿的照片吗", "" },
    { "门店负责人的电话是多少", "" },
    { "想问一下套餐怎么改", "" },
    { "宽带多少钱一年", "" },
    { "快递到哪了", "" },
    { "可以开发票吗", "" },
    { "我要投诉，马上给我退款，转人工！", "complaint urgent refund human" },
};

static kbg_searcher *searcher_with(kbg_starter which)
{
    kbg_base *base = base_of(NULL);
    kbg_rules *rules = NULL;
    assert_int_equal(kbg_rules_new(NULL, &rules, NULL), KBG_OK);
    assert_int_equal(kbg_rules_add_starter(rules, which, NULL), KBG_OK);
    assert_true(kbg_rules_count(rules) >= 5);
    assert_int_equal(kbg_base_set_rules(base, rules, NULL), KBG_OK);
    kbg_rules_free(rules);
    return searcher_of(base);
}

/* Counts the sentences that are not as expected, and prints them. */
static size_t check_all(kbg_searcher *searcher, kbg_direction direction, const sentence *sentences, size_t count)
{
    size_t wrong = 0;
    for (size_t i = 0; i < count; i++) {
        kbg_check_options options = KBG_CHECK_OPTIONS_INIT;
        kbg_findings *findings = NULL;
        text ids = { 0 };
        options.direction = direction;
        assert_int_equal(kbg_check(searcher, sentences[i].text, strlen(sentences[i].text), &options, &findings, NULL),
                         KBG_OK);
        text_add_cstr(&ids, "");
        for (size_t n = 0; n < kbg_findings_count(findings); n++) {
            assert_true(kbg_findings_reason(findings, n, NULL)[0] != '\0');
            text_add_format(&ids, "%s%s", n ? " " : "", strchr(kbg_findings_rule(findings, n, NULL), '.') + 1);
        }
        if (strcmp(ids.data, sentences[i].expected) != 0) {
            print_error("%s\n    is:       %s\n    expected: %s\n", sentences[i].text, ids.data, sentences[i].expected);
            wrong++;
        }
        text_free(&ids);
        kbg_findings_free(findings);
    }
    return wrong;
}

static void forbidden_wording_is_found(void **state)
{
    (void)state;
    kbg_searcher *searcher = searcher_with(KBG_STARTER_ADVERTISING);
    assert_int_equal(check_all(searcher, KBG_DIRECTION_OUTGOING, bad_advertising, COUNT_OF(bad_advertising)), 0);
    kbg_searcher_free(searcher);
}

static void ordinary_answers_are_left_alone(void **state)
{
    (void)state;
    kbg_searcher *searcher = searcher_with(KBG_STARTER_ADVERTISING);
    assert_int_equal(check_all(searcher, KBG_DIRECTION_OUTGOING, good_advertising, COUNT_OF(good_advertising)), 0);
    kbg_searcher_free(searcher);
}

static void advertising_rules_leave_customers_alone(void **state)
{
    (void)state;
    kbg_searcher *searcher = searcher_with(KBG_STARTER_ADVERTISING);
    for (size_t i = 0; i < COUNT_OF(bad_advertising); i++) {
        sentence silent = { bad_advertising[i].text, "" };
        assert_int_equal(check_all(searcher, KBG_DIRECTION_INCOMING, &silent, 1), 0);
    }
    kbg_searcher_free(searcher);
}

static void signals_are_found(void **state)
{
    (void)state;
    kbg_searcher *searcher = searcher_with(KBG_STARTER_SIGNALS);
    assert_int_equal(check_all(searcher, KBG_DIRECTION_INCOMING, signals, COUNT_OF(signals)), 0);
    for (size_t i = 0; i < COUNT_OF(signals); i++) {
        sentence silent = { signals[i].text, "" };
        assert_int_equal(check_all(searcher, KBG_DIRECTION_OUTGOING, &silent, 1), 0);
    }
    kbg_searcher_free(searcher);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(forbidden_wording_is_found),
        cmocka_unit_test(ordinary_answers_are_left_alone),
        cmocka_unit_test(advertising_rules_leave_customers_alone),
        cmocka_unit_test(signals_are_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
