/* SPDX-License-Identifier: MIT */
#include "rule/starter.h"

/* Wording that Chinese law forbids in advertising, or that supervisors take for misleading, as a beginning: it warns,
 * and people decide. Only the three expressions that the law itself names are refused. Exceptions are common sentences
 * of a service desk in which the same characters say something else.
 *
 * 广告法 is 中华人民共和国广告法 as amended in 2021; articles are named where a rule rests on one. */
const kbg__starter_rule kbg__starter_advertising[] = {
    { .id = "ad.named",
      .class_name = "banned",
      .direction = KBG_DIRECTION_OUTGOING,
      .severity = KBG_SEVERITY_HIGH,
      .action = KBG_ACTION_REJECT,
      .words = "国家级|最高级|最佳",
      .exceptions = "国家级非物质文化遗产|国家级非遗|国家级高新|国家级开发区|国家级经济技术开发区|国家级新区|国家级风景名胜区|国家级自然保护区|"
                    "国家级景区|国家级森林公园|国家级期刊|国家级考试|最高级别|最佳观看|最佳使用温度|最佳赏味|最佳食用|最佳饮用|最佳拍摄|最佳距离|"
                    "最佳角度|最佳男|最佳女|最佳影片|最佳导演|最佳时间|最佳时机|最佳处理|最佳治疗|最佳实践|最佳匹配",
      .reason = "广告法第九条第（三）项点名禁止“国家级”“最高级”“最佳”等用语，请改为可以核实的事实。" },
    { .id = "ad.most",
      .class_name = "banned",
      .direction = KBG_DIRECTION_OUTGOING,
      .severity = KBG_SEVERITY_MEDIUM,
      .action = KBG_ACTION_WARN,
      .words = "最",
      .exceptions =
          /* adjectives that mostly state a bound or a time; their claims are the words of ad.more */
          "最近|最后|最初|最终|最新|最早|最晚|最迟|最末|最先|最快|最慢|最多|最少|最高|最低|最长|最短|最小|最远|最近|最轻|最重|最薄|最厚|"
          "最大支持|最大限度|最大值|最大承重|最大容量|最大功率|最大电流|最大电压|最大尺寸|最大可|最大不|最大长度|最大量程|最大速率|最大输出|最大的是|"
          "最大号|最大码|最大程度|最大差别|最大区别|"
          /* advice; its claims are the words of ad.more */
          "最好|"
          /* places */
          "最上|最下|最左|最右|最前|最里|最外|最底|最顶|最中间|最边|最靠|最内|"
          /* what people feel and do */
          "最关心|最想|最喜欢|最爱|最怕|最担心|最害怕|最不|最常|最主要|最重要|最根本|最基本|最基础|最为|最起码|最该|最需要|最容易|最难|最麻烦|最烦|最糟|"
          "最在意|最头疼|最终|最简单的办法|最简单的方法|最简单的方式|最方便的办法|最方便的方式|最稳妥|最直接的办法|最接近|最惠国|最诚挚|最真诚|最衷心|最尊贵的您|"
          "最佳|最高级",
      .reason = "“最”字类绝对化用语，广告法第九条第（三）项禁止；如果是客观数据或建议，请说明依据或换一种说法。" },
    { .id = "ad.first",
      .class_name = "banned",
      .direction = KBG_DIRECTION_OUTGOING,
      .severity = KBG_SEVERITY_MEDIUM,
      .action = KBG_ACTION_WARN,
      /* 第一， at the beginning of a clause counts points; behind other words it is a rank. */
      .pattern = "(?<=[\\x{4e00}-\\x{9fff}])第一|第一(?![,、:])|(?<![a-z0-9])(?:no\\.? ?1|top ?1)(?![0-9])|"
                 "(?<![a-z])number one(?![a-z])",
      .exceptions =
          "第一次|第一步|第一时间|第一个|第一天|第一周|第一年|第一月|第一季|第一期|第一种|第一条|第一项|第一点|第一批|第一页|第一章|第一节|第一排|第一张|"
          "第一行|第一列|第一栏|第一格|第一遍|第一轮|第一场|第一课|第一层|第一级|第一档|第一部分|第一阶段|第一件|第一单|第一笔|第一份|第一封|第一条|第一段|"
          "第一句|第一站|第一班|第一趟|第一台|第一部|第一只|第一位数|第一位字|第一代|第一类|第一人称|第一反应|第一印象|第一眼|第一手|第一人民|第一医院|"
          "第一中学|第一小学|第一大道|第一大街|第一是|第一要|第一先|第一责任|第一联系人|第一顺位|第一受益人|"
          "第一屏|第一现场|第一款|第一胎|第一方|第一百|第一千|第一万|第一联|第一继承|第一者|第一港|第一顺序|"
          "第一被保险|第一附属|第一车队|第一例|第一口|第一滴|第一保养|第一位客|第一位用户|放在第一|放第一|摆在第一|安全第一|健康第一|客户第一|顾客第一|质量第一",
      .reason = "“第一”类绝对化用语，广告法第九条第（三）项禁止；排名需要有出处、范围和时间。" },
    { .id = "ad.more",
      .class_name = "banned",
      .direction = KBG_DIRECTION_OUTGOING,
      .severity = KBG_SEVERITY_MEDIUM,
      .action = KBG_ACTION_WARN,
      .words = "最低价|最低折扣|最低优惠|价格最低|价钱最低|全网最低|史上最低|全年最低|最高端|最高品质|最高质量|最高水准|最高水平|最高技术|最高性价比|性价比最高|"
               "最高档次|品质最高|最快捷|最快速|速度最快|发货最快|全网最快|最大优惠|最大力度|最大品牌|最大厂家|最大规模|最大的优惠|最大的品牌|最大的厂家|规模最大|"
               "最好的|最好用|最好吃|最好看|最好喝|最好玩|最好卖|质量最好|效果最好|品质最好|口碑最好|服务最好|性能最好|是最好|最好品牌|最好产品|续航最长|"
               "最轻薄|最新科技|最新技术|最新科学|最新工艺|最先进|最前沿|最新潮|历史最低|销量最高|销量最大|人气最高|评价最高",
      .exceptions = "最好的办法是|最好的方法是|最好的方式是|不是最好|最好的朋友|历史最低温|历史最低点|最快速度|不一定最好|最好吃完|最好看一|最好看下|最好看看|"
                    "最好用原|最好用温|最好用软|最好用干|最好用清|最好卖掉|最好的话",
      .reason = "“最低价”“最好的”一类绝对化用语，广告法第九条第（三）项禁止；如果是客观数据，请说明范围、时间和依据。" },
    { .id = "ad.full",
      .class_name = "overclaim",
      .direction = KBG_DIRECTION_OUTGOING,
      .severity = KBG_SEVERITY_MEDIUM,
      .action = KBG_ACTION_WARN,
      .words = "100%|百分百|百分之百|百分之一百|10000%",
      .exceptions = "100%棉|100%纯棉|100%全棉|100%聚酯|100%羊毛|100%羊绒|100%桑蚕丝|100%涤纶|100%锦纶|100%亚麻|100%粘纤|100%腈纶|100%莱赛尔|"
                    "100%牛皮|百分百棉|百分之百棉|到100%|充至100%|充满100%|电量100%|进度100%|音量100%|亮度100%|湿度100%|显示100%|为100%|100%电量|"
                    "100%时|100%就|健康度100%|容量100%",
      .reason = "绝对的保证难以证明，可能构成引人误解的宣传（广告法第四条、第二十八条）；成分等事实请写完整。" },
    { .id = "ad.top",
      .class_name = "banned",
      .direction = KBG_DIRECTION_OUTGOING,
      .severity = KBG_SEVERITY_MEDIUM,
      .action = KBG_ACTION_WARN,
      .words = "顶级|顶尖|极品|极致|至尊|巅峰|世界级|宇宙级|国际级|全球级|王牌|销冠|销量冠军|行业领袖|领袖品牌|领导品牌|行业龙头|行业标杆|独一无二|绝无仅有|"
               "史无前例|空前绝后|前无古人|无与伦比|举世无双|天下无双|无可比拟|无人能及|遥遥领先|全能王|全网首家|全国首家|行业首家|全球首家|全国唯一|全网唯一|"
               "行业唯一|国内唯一|全球唯一|世界唯一|市场唯一|唯一品牌|唯一授权|唯一指定|首选品牌|不二之选|绝佳|完美无缺|无可挑剔",
      .exceptions = "至尊宝|世界级遗产|王牌飞行|全网唯一编号|全国唯一编号|全国唯一标识|全国唯一号码|全国唯一客服",
      .reason = "与“国家级”“最佳”相近的绝对化用语（广告法第九条第（三）项），请改为可以核实的事实。" },
    { .id = "ad.forever",
      .class_name = "overclaim",
      .direction = KBG_DIRECTION_OUTGOING,
      .severity = KBG_SEVERITY_LOW,
      .action = KBG_ACTION_WARN,
      .words = "永久免费|永久保修|永久质保|永久有效|永久使用|永久包换|永久不|永不过时|永不磨损|永不掉色|永不褪色|永不变形|永不生锈|永不复发|永不反弹|终生免费|"
               "终身免费|终生保修|一劳永逸|绝对有效|绝对安全|绝对正品|绝对保证|绝对放心|绝对优惠|绝对值得|绝对划算|绝对合算|绝对不会|绝对没有|绝对是|绝对不掉|"
               "绝对不褪|绝对不坏|绝对防水|绝对环保|绝不会|万无一失|零缺陷|零故障|零差评",
      .exceptions = "绝对不会泄露|绝不会泄露|绝不会向您索要|绝对不会向您索要|绝不会要求您|绝对不会要求您|不是绝对|并非绝对|永久不可逆|永久不能恢复|永久不可恢复",
      .reason = "没有期限或没有例外的承诺难以兑现，可能引人误解（广告法第四条），请写明期限和条件。" },
    { .id = "ad.money",
      .class_name = "overclaim",
      .direction = KBG_DIRECTION_OUTGOING,
      .severity = KBG_SEVERITY_HIGH,
      .action = KBG_ACTION_WARN,
      .words = "保本保息|保本理财|保本收益|承诺保本|保证收益|保证本金|稳赚|包赚|只赚不赔|零风险|绝无风险|毫无风险|没有任何风险|无任何风险|无风险收益|无风险理财|"
               "无风险套利|收益保证|保底收益|躺赚|高收益低风险|必涨|稳涨|"
               "升值保证|保证升值",
      .exceptions = "不保证收益|不保证本金|不承诺保本|非保本理财|非保本收益|并非零风险|不是零风险|没有零风险|不存在零风险|并非毫无风险|不是毫无风险|"
                    "不是没有任何风险|并非没有任何风险|不能保证收益|无法保证收益|保证收益率|最低保证收益|不设保底收益|没有保底收益|保底收益率|警惕保本",
      .reason = "有投资回报预期的商品或服务不得承诺保本、无风险或保收益（广告法第二十五条）。" },
    { .id = "ad.medical",
      .class_name = "overclaim",
      .direction = KBG_DIRECTION_OUTGOING,
      .severity = KBG_SEVERITY_HIGH,
      .action = KBG_ACTION_WARN,
      .words = "根治|彻底治愈|包治愈|保证治愈|能治愈|可治愈|包治|药到病除|"
               "无副作用|无任何副作用|零副作用|没有副作用|无毒副作用|总有效率|有效率达|有效率高达|治愈率|特效药|神药|祖传秘方|立竿见影|抗癌|防癌|降血压|"
               "降血糖|降血脂|治疗失眠|治疗脱发|包好|不反弹|快速减肥|月瘦",
      .exceptions = "不能根治|无法根治|不可根治|不能治愈|未能治愈|防癌险|防癌保|防癌医|防癌筛查|防癌体检|防癌疾病|防癌产品|防癌、|抗癌药|抗癌险|抗癌治疗|"
                    "不能降血压|不能降血糖|不能降血脂|不具有降血糖|不能抗癌|没有抗癌|不能防癌|"
                    "打包好|包好了|面包好|包包好|书包好|钱包好|红包好|皮包好|背包好|包好看|包好用|包好评|包好像|包好多|包好友|礼包好|表情包好|不是特效药|"
                    "并非特效药|流量包好|套餐包好|包好久|漫游包好|不能说没有副作用|不代表没有副作用",
      .reason = "不得断言功效和安全性，非医疗类商品不得涉及疾病治疗（广告法第十六条、第十七条、第十八条）。" },
    { .id = "ad.exam",
      .class_name = "overclaim",
      .direction = KBG_DIRECTION_OUTGOING,
      .severity = KBG_SEVERITY_HIGH,
      .action = KBG_ACTION_WARN,
      .words = "考试包过|一次包过|包过班|保过班|必过班|签约保过|保证通过考试|保证考上|保证录取|包拿证|包上岸|押题必中|命题人授课|保分班|保分协议",
      .exceptions = "不保证录取|不能保证录取|无法保证录取|不保证考上",
      .reason = "教育培训不得对升学、通过考试或效果作保证性承诺（广告法第二十四条）。" },
    { .id = "ad.state",
      .class_name = "banned",
      .direction = KBG_DIRECTION_OUTGOING,
      .severity = KBG_SEVERITY_HIGH,
      .action = KBG_ACTION_WARN,
      .words = "国家机关专供|国家机关特供|机关特供|机关专供|军队特供|部队特供|军队专供|中南海特供|人民大会堂专用|人民大会堂指定|国宴专用|领导人推荐|领导人专用|"
               "国家领导人|国家推荐产品|国家免检|免检产品|质量免检",
      .reason = "不得使用或者变相使用国家机关及其工作人员的名义或者形象（广告法第九条第（二）项）；免检制度也早已取消。" },
    { .id = "ad.price",
      .class_name = "overclaim",
      .direction = KBG_DIRECTION_OUTGOING,
      .severity = KBG_SEVERITY_MEDIUM,
      .action = KBG_ACTION_WARN,
      .words = "全网底价|跳楼价|吐血价|亏本甩卖|亏本清仓|击穿底价|史低|全网低价|市场底价|低于成本价|白菜价|骨折价",
      .exceptions = "历史低温|历史低点",
      .reason = "没有依据的比较价格容易被认定为价格欺诈或引人误解的宣传，请写明实际价格和活动期限。" },
    { .id = "ad.rivals",
      .class_name = "banned",
      .direction = KBG_DIRECTION_OUTGOING,
      .severity = KBG_SEVERITY_MEDIUM,
      .action = KBG_ACTION_WARN,
      .words = "吊打同行|碾压同行|秒杀同行|完爆同行|甩开同行|吊打|别家都是假|别家都是骗|别家质量差|其他家都是假|友商垃圾|别人家都不行",
      .exceptions = "吊打针|吊打点滴",
      .reason = "广告不得贬低其他生产经营者的商品或者服务（广告法第十三条）。" },
    { .id = "ad.terms",
      .class_name = "unfair",
      .direction = KBG_DIRECTION_OUTGOING,
      .severity = KBG_SEVERITY_MEDIUM,
      .action = KBG_ACTION_WARN,
      .words = "最终解释权|解释权归|概不退换|概不退款|售出不退|不退不换|离柜概不负责|后果自负",
      .exceptions = "没有最终解释权|不保留最终解释权",
      .reason = "不得用格式条款排除或限制消费者权利、减轻自身责任（消费者权益保护法第二十六条）。" },
    { .id = NULL },
};
