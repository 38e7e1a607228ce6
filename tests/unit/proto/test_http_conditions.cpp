#include <gtest/gtest.h>

#include "papo/proto/http_conditions.h"

namespace papo::test {
namespace {

using namespace proto;

constexpr const char* before = "Sun, 06 Nov 1994 08:49:36 GMT";
constexpr const char* same = "Sun, 06 Nov 1994 08:49:37 GMT";
constexpr const char* after = "Sun, 06 Nov 1994 08:49:38 GMT";
constexpr Validators validators{"\"v1\"", 784111777};

HttpRequest with(std::vector<HttpHeader> headers) {
    HttpRequest request;
    request.method = "GET";
    request.headers = std::move(headers);
    return request;
}

Condition check(std::vector<HttpHeader> headers, const Validators& of = validators) {
    return check_conditions(with(std::move(headers)), of);
}

TEST(EntityTags, ShouldBeComparedWeakly) {
    for (const auto* list : {"*", " * ", "\"v1\"", "W/\"v1\"", "\"a\", W/\"v1\"", ",, \"a\" ,\"v1\" ,",
                             "\"a,b\",\"v1\"", "\"\",\"v1\"", "\"v1\", broken"}) {
        EXPECT_TRUE(matches_weakly(list, "\"v1\"")) << list;
    }
    for (const auto* list :
         {"", "v1", "\"v1", "v1\"", "w/\"v1\"", "W/v1", "\"V1\"", "\"a\"", "\"a,\"v1\"", "broken, \"v1\"",
          "\"a\" \"v1\"", "\"a\"x, \"v1\"", "*, \"a\"", "W/", "W", "\"x\\\"v1\""}) {
        EXPECT_FALSE(matches_weakly(list, "\"v1\"")) << list;
    }
    EXPECT_TRUE(matches_weakly("\"a,b\"", "\"a,b\"")) << "a comma may be part of a tag";
    EXPECT_FALSE(matches_weakly("\"\"", "")) << "a missing tag matches nothing";
}

TEST(EntityTags, ShouldBeComparedStrongly) {
    EXPECT_TRUE(matches_strongly("W/\"v1\", \"v1\"", "\"v1\""));
    EXPECT_TRUE(matches_strongly("*", ""));
    EXPECT_FALSE(matches_strongly("W/\"v1\"", "\"v1\""));
}

TEST(Conditions, ShouldBeMetWhenThereAreNone) {
    EXPECT_EQ(check({}), Condition::met);
}

TEST(Conditions, ShouldApplyIfMatch) {
    EXPECT_EQ(check({{"if-match", "\"v1\""}}), Condition::met);
    EXPECT_EQ(check({{"if-match", "*"}}), Condition::met);
    EXPECT_EQ(check({{"if-match", "\"v0\""}}), Condition::failed);
    EXPECT_EQ(check({{"if-match", "W/\"v1\""}}), Condition::failed);
}

TEST(Conditions, ShouldApplyIfUnmodifiedSince) {
    EXPECT_EQ(check({{"if-unmodified-since", same}}), Condition::met);
    EXPECT_EQ(check({{"if-unmodified-since", after}}), Condition::met);
    EXPECT_EQ(check({{"if-unmodified-since", before}}), Condition::failed);
    EXPECT_EQ(check({{"if-unmodified-since", "never"}}), Condition::met);
    EXPECT_EQ(check({{"if-match", "\"v1\""}, {"if-unmodified-since", before}}), Condition::met) << "the tag decides";
}

TEST(Conditions, ShouldApplyIfNoneMatch) {
    EXPECT_EQ(check({{"if-none-match", "\"v0\""}}), Condition::met);
    EXPECT_EQ(check({{"if-none-match", "W/\"v1\""}}), Condition::not_modified);
    EXPECT_EQ(check({{"if-none-match", "*"}}), Condition::not_modified);
    EXPECT_EQ(check({{"if-none-match", "\"v0\""}, {"if-modified-since", same}}), Condition::met) << "the tag decides";
}

TEST(Conditions, ShouldApplyIfModifiedSinceInAllFormats) {
    EXPECT_EQ(check({{"if-modified-since", before}}), Condition::met);
    EXPECT_EQ(check({{"if-modified-since", after}}), Condition::not_modified);
    for (const auto* date : {same, "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"}) {
        EXPECT_EQ(check({{"if-modified-since", date}}), Condition::not_modified) << date;
    }
    EXPECT_EQ(check({{"if-modified-since", "Sun, 06 Nov 2094"}}), Condition::met);
}

TEST(Conditions, ShouldGoInTheOrderOfTheStandard) {
    EXPECT_EQ(check({{"if-match", "\"v0\""}, {"if-none-match", "\"v1\""}}), Condition::failed);
    EXPECT_EQ(check({{"if-match", "\"v1\""}, {"if-none-match", "\"v1\""}}), Condition::not_modified);
    EXPECT_EQ(check({{"if-unmodified-since", before}, {"if-modified-since", same}}), Condition::failed);
    EXPECT_EQ(check({{"if-unmodified-since", same}, {"if-modified-since", same}}), Condition::not_modified);
}

TEST(Conditions, ShouldIgnoreDatesWithoutALastModified) {
    EXPECT_EQ(check({{"if-modified-since", after}}, {}), Condition::met);
    EXPECT_EQ(check({{"if-unmodified-since", before}}, {}), Condition::met);
    EXPECT_EQ(check({{"if-match", "\"v1\""}}, {}), Condition::failed);
    EXPECT_EQ(check({{"if-match", "*"}}, {}), Condition::met) << "the resource exists";
    EXPECT_EQ(check({{"if-none-match", "\"v1\""}}, {}), Condition::met);
}

TEST(Conditions, ShouldLetARangeApplyOnlyToTheSameVersion) {
    EXPECT_TRUE(range_applies(with({}), validators));
    for (const auto* value : {"\"v1\"", same, "Sun Nov  6 08:49:37 1994"}) {
        EXPECT_TRUE(range_applies(with({{"if-range", value}}), validators)) << value;
    }
    for (const auto* value : {"\"v0\"", "W/\"v1\"", "*", before, after, "", "never", "\"v0\", \"v1\""}) {
        EXPECT_FALSE(range_applies(with({{"if-range", value}}), validators)) << value;
    }
    EXPECT_FALSE(range_applies(with({{"if-range", same}}), {}));
}

}  // namespace
}  // namespace papo::test
