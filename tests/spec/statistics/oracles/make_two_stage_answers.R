# Makes golden/two_stage_schools.csv and golden/two_stage_answers_r.csv with R's survey package, as an independent answer.
# Run from this folder: Rscript make_two_stage_answers.R. Last run with R 4.2.2 and survey 4.1.1.
suppressMessages(library(survey))
data(api)

# California's schools of the package: 40 of 757 districts, up to five schools in each.
schools <- data.frame(district = apiclus2$dnum, school = apiclus2$snum, districts = apiclus2$fpc1,
                      schools = as.integer(apiclus2$fpc2), weight = apiclus2$pw, area = as.integer(apiclus2$stype) - 1,
                      api00 = apiclus2$api00, awards = as.integer(apiclus2$awards == "Yes"))
write.csv(schools, "../golden/two_stage_schools.csv", row.names = FALSE)

# The invented respondents, with people in each sampling point: the first of a stratum is taken whole.
people <- read.csv("../golden/survey_respondents.csv")
met <- ave(people$psu, people$stratum, people$psu, FUN = length)
people$people_in_point <- met + 9 * (people$psu - 1)
first <- !duplicated(people[c("stratum", "psu")])
lonely <- people[!(people$stratum == 1 & people$psu == 2) | first, ]

# Nobody of the stratum with a single point lives in the first area.
apart <- people
apart$area[apart$stratum == 4 & apart$area == 0] <- 1

two <- function(rows) {
  rows$respondent <- seq_len(nrow(rows))
  svydesign(id = ~psu + respondent, strata = ~stratum, weights = ~weight, fpc = ~population + people_in_point, data = rows, nest = TRUE)
}
one <- function(rows) svydesign(id = ~psu, strata = ~stratum, weights = ~weight, data = rows, nest = TRUE)
designs <- list(
  schools = list("fail", svydesign(id = ~district + school, fpc = ~districts + schools, data = schools), c("api00", "awards")),
  people_adjust = list("adjust", two(people), c("hours", "q1", "q2")),
  people_average = list("average", two(people), c("hours", "q1", "q2")),
  people_certainty = list("certainty", two(people), c("hours", "q1", "q2")),
  alone_adjust = list("adjust", two(lonely), c("hours", "q1")),
  alone_certainty = list("certainty", two(lonely), c("hours", "q1")),
  apart_average = list("average", one(apart), c("hours", "q1")))

answers <- NULL
for (name in names(designs)) {
  options(survey.lonely.psu = designs[[name]][[1]])
  whole <- designs[[name]][[2]]
  for (question in designs[[name]][[3]]) for (k in c(-1, 0, 1, 2)) {
    part <- whole[which((k < 0 | whole$variables$area == k) & !is.na(whole$variables[[question]])), ]
    mean <- svymean(as.formula(paste0("~", question)), part)
    answers <- rbind(answers, data.frame(design = name, question = question, area = k, value = sprintf("%.12g", coef(mean)[[1]]),
                                         se = sprintf("%.12g", sqrt(vcov(mean)[1])), degrees = degf(part)))
  }
}
write.csv(answers, "../golden/two_stage_answers_r.csv", row.names = FALSE, quote = FALSE)
